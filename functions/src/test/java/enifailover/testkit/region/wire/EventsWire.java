package enifailover.testkit.region.wire;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.bus.EventBus.Entry;
import enifailover.testkit.region.bus.EventBus.Rule;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// EventBridge's AWS JSON 1.1.
final class EventsWire {
    private final Region region;

    EventsWire(Region region) {
        this.region = region;
    }

    WireResponse answer(WireRequest request, Caller caller) {
        String target = request.header("X-Amz-Target");
        try {
            return Json.ok(carryOut(target.substring(target.indexOf('.') + 1), Json.read(request.text()), caller));
        } catch (AwsError error) {
            return Json.error(error);
        }
    }

    private Object carryOut(String action, JsonNode body, Caller caller) {
        return switch (action) {
            case "PutEvents" -> {
                List<Entry> entries = new ArrayList<>();
                body.path("Entries").forEach(entry -> entries.add(entry(entry)));
                int count = region.bus().putEvents(caller, entries);
                yield Map.of(
                        "FailedEntryCount",
                        0,
                        "Entries",
                        IntStream.range(0, count)
                                .mapToObj(i -> Map.of("EventId", "event-" + i))
                                .toList());
            }
            case "ListRules" -> rules(body, caller);
            case "DescribeRule" ->
                rule(region.bus().describeRule(caller, body.path("Name").asText()));
            default -> throw AwsError.refused("UnknownOperationException", action);
        };
    }

    /// D: Limit is 1 to 100. I: without it a page has 100.
    private Object rules(JsonNode body, Caller caller) {
        int size = body.path("Limit").asInt(100);
        if (size < 1 || size > 100) {
            throw AwsError.refused("ValidationException", "Value '" + size + "' at 'limit' is not 1 to 100");
        }
        List<Rule> all = region.bus().listRules(caller, body.path("NamePrefix").asText(""));
        String token = body.path("NextToken").asText("");
        int from = Math.min(all.size(), token.isEmpty() ? 0 : Integer.parseInt(token.substring("page-".length())));
        int to = Math.min(all.size(), from + size);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("Rules", all.subList(from, to).stream().map(this::rule).toList());
        if (to < all.size()) {
            page.put("NextToken", "page-" + to);
        }
        return page;
    }

    private Entry entry(JsonNode entry) {
        return new Entry(
                region.time().now(),
                entry.path("EventBusName").asText(""),
                entry.path("Source").asText(),
                entry.path("DetailType").asText(),
                entry.path("Detail").asText(),
                Json.strings(entry.path("Resources")));
    }

    private Map<String, Object> rule(Rule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", rule.name());
        fields.put("Arn", "arn:aws:events:" + region.name() + ":000000000000:rule/" + rule.name());
        fields.put("State", rule.state());
        fields.put("EventBusName", "default");
        if (!rule.pattern().isEmpty()) {
            fields.put("EventPattern", rule.pattern());
        }
        if (!rule.schedule().isEmpty()) {
            fields.put("ScheduleExpression", rule.schedule());
        }
        return fields;
    }
}
