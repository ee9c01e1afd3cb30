package enifailover.testkit.region.wire;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.watch.Alarms;
import enifailover.testkit.region.watch.Alarms.Alarm;
import enifailover.testkit.region.watch.Alarms.Asked;
import enifailover.testkit.region.watch.Alarms.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// CloudWatch's Smithy RPC v2 CBOR: what the SDK for Java speaks since 2.40.7.
final class CloudWatchWire {
    /// D: DescribeAlarms, MaxRecords.
    private static final int USUAL_PAGE = 50;

    private final Region region;

    CloudWatchWire(Region region) {
        this.region = region;
    }

    WireResponse answer(WireRequest request, Caller caller) {
        String action = request.path().substring(request.path().lastIndexOf('/') + 1);
        try {
            return cbor(200, carryOut(action, Cbor.read(request.content()), caller));
        } catch (AwsError error) {
            return cbor(error.status(), Map.of("__type", error.code(), "message", error.message()));
        }
    }

    private static WireResponse cbor(int status, Object body) {
        return new WireResponse(
                status, Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"), Cbor.write(body));
    }

    private Object carryOut(String action, Map<String, Object> members, Caller caller) {
        Alarms alarms = region.alarms();
        switch (action) {
            case "PutMetricAlarm", "PutCompositeAlarm" ->
                alarms.put(caller, action, text(members, "AlarmName"), members, tags(members));
            case "DescribeAlarms" -> {
                int size = members.get("MaxRecords") instanceof Number number ? number.intValue() : USUAL_PAGE;
                return described(alarms.describe(
                        caller,
                        new Asked(
                                strings(members, "AlarmNames"),
                                text(members, "AlarmNamePrefix"),
                                strings(members, "AlarmTypes"),
                                size,
                                text(members, "NextToken"))));
            }
            case "EnableAlarmActions", "DisableAlarmActions" ->
                alarms.enable(caller, strings(members, "AlarmNames"), action.startsWith("Enable"));
            case "DeleteAlarms" -> alarms.delete(caller, strings(members, "AlarmNames"));
            case "SetAlarmState" ->
                alarms.set(
                        caller, text(members, "AlarmName"), text(members, "StateValue"), text(members, "StateReason"));
            case "ListTagsForResource" -> {
                return Map.of("Tags", listed(alarms.tags(caller, nameIn(members))));
            }
            case "TagResource" -> alarms.tag(caller, nameIn(members), tags(members));
            case "PutMetricData" -> alarms.putMetrics(caller, members);
            case "GetMetricData" -> {
                alarms.getMetrics(caller);
                return Map.of("MetricDataResults", List.of());
            }
            default -> throw AwsError.refused("UnknownOperationException", action);
        }
        return Map.of();
    }

    private Object described(Page page) {
        List<Alarm> alarms = page.items();
        Map<String, Object> members = new LinkedHashMap<>(Map.of(
                "MetricAlarms",
                        alarms.stream()
                                .filter(alarm -> !alarm.composite())
                                .map(this::alarm)
                                .toList(),
                "CompositeAlarms",
                        alarms.stream()
                                .filter(Alarm::composite)
                                .map(this::alarm)
                                .toList()));
        String next = page.nextToken();
        if (next != null) {
            members.put("NextToken", next);
        }
        return members;
    }

    private Map<String, Object> alarm(Alarm alarm) {
        Map<String, Object> members = new LinkedHashMap<>(alarm.definition());
        members.remove("Tags");
        members.put("AlarmArn", "arn:aws:cloudwatch:" + region.name() + ":000000000000:alarm:" + alarm.name());
        members.put("StateValue", alarm.state());
        members.put("StateReason", alarm.reason());
        members.put("StateUpdatedTimestamp", alarm.since());
        return members;
    }

    private static String nameIn(Map<String, Object> members) {
        String arn = text(members, "ResourceARN");
        return arn.substring(arn.lastIndexOf(":alarm:") + ":alarm:".length());
    }

    private static String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    private static List<String> strings(Map<String, Object> members, String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, String> tags(Map<String, Object> members) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (members.get("Tags") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> tag) {
                    tags.put(String.valueOf(tag.get("Key")), String.valueOf(tag.get("Value")));
                }
            }
        }
        return tags;
    }

    private static List<Map<String, String>> listed(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
                .toList();
    }
}
