package enifailover.testkit.region.wire;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.ssm.Ssm;
import enifailover.testkit.region.ssm.Ssm.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Systems Manager's AWS JSON 1.1.
final class SsmWire {
    private final Region region;

    SsmWire(Region region) {
        this.region = region;
    }

    WireResponse answer(WireRequest request, Caller caller) {
        String target = request.header("X-Amz-Target");
        try {
            return Json.ok(
                    carryOut(target.substring(target.indexOf('.') + 1), Json.read(request.text()), region.ssm(caller)));
        } catch (AwsError error) {
            return Json.error(error);
        }
    }

    private static Object carryOut(String action, JsonNode body, Ssm ssm) {
        return switch (action) {
            case "SendCommand" -> send(body, ssm);
            case "GetCommandInvocation" ->
                invocation(ssm.invocation(
                        body.path("CommandId").asText(), body.path("InstanceId").asText()));
            case "ListCommandInvocations" ->
                Map.of(
                        "CommandInvocations",
                        ssm.invocations(optional(body, "CommandId"), optional(body, "InstanceId")).stream()
                                .map(SsmWire::listed)
                                .toList());
            case "CancelCommand" -> {
                ssm.cancel(body.path("CommandId").asText(), Json.strings(body.path("InstanceIds")));
                yield Map.of();
            }
            case "DescribeInstanceInformation" -> SsmPages.information(body, ssm);
            case "GetParameter" -> parameter(body.path("Name").asText(), ssm);
            case "GetParameters" -> parameters(Json.strings(body.path("Names")), ssm);
            case "GetDocument" ->
                SsmPages.content(ssm.document(
                        action,
                        body.path("Name").asText(),
                        body.path("DocumentVersion").asText("")));
            case "DescribeDocument" ->
                Map.of(
                        "Document",
                        SsmPages.document(ssm.document(
                                action,
                                body.path("Name").asText(),
                                body.path("DocumentVersion").asText(""))));
            default -> throw AwsError.refused("UnknownOperationException", action);
        };
    }

    private static Object send(JsonNode body, Ssm ssm) {
        List<String> ids = Json.strings(body.path("InstanceIds"));
        if (ids.size() != 1) {
            throw AwsError.refused(
                    "ValidationException", "this region takes one instance a call, as the program sends");
        }
        String name = body.path("DocumentName").asText();
        int seconds = body.path("TimeoutSeconds").asInt(3600);
        String id = ssm.send(
                ids.getFirst(),
                name,
                body.path("DocumentVersion").asText(""),
                Json.lists(body.path("Parameters")),
                Duration.ofSeconds(seconds));
        return Map.of(
                "Command",
                Map.of(
                        "CommandId",
                        id,
                        "DocumentName",
                        name,
                        "InstanceIds",
                        ids,
                        "Status",
                        "Pending",
                        "StatusDetails",
                        "Pending"));
    }

    private static Map<String, Object> invocation(Result result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("CommandId", result.commandId());
        fields.put("InstanceId", result.instanceId());
        fields.put("DocumentName", result.document());
        fields.put("Status", result.status());
        fields.put("StatusDetails", result.details());
        fields.put("ResponseCode", result.responseCode());
        fields.put("StandardOutputContent", result.output());
        fields.put("StandardErrorContent", result.error());
        return fields;
    }

    private static Map<String, Object> listed(Result result) {
        return Map.of(
                "CommandId",
                result.commandId(),
                "InstanceId",
                result.instanceId(),
                "DocumentName",
                result.document(),
                "RequestedDateTime",
                Json.seconds(result.requested()),
                "Status",
                result.status(),
                "StatusDetails",
                result.details());
    }

    private static Object parameter(String name, Ssm ssm) {
        String value = ssm.parameter(name);
        if (value == null) { // D
            throw AwsError.refused("ParameterNotFound", "");
        }
        return Map.of("Parameter", Map.of("Name", name, "Type", "String", "Value", value, "Version", 1));
    }

    private static Object parameters(List<String> names, Ssm ssm) {
        List<Object> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : names) {
            String value = ssm.parameter(name);
            if (value == null) {
                invalid.add(name);
            } else {
                found.add(Map.of("Name", name, "Type", "String", "Value", value, "Version", 1));
            }
        }
        return Map.of("Parameters", found, "InvalidParameters", invalid);
    }

    private static @Nullable String optional(JsonNode body, String name) {
        return body.hasNonNull(name) ? body.path(name).asText() : null;
    }
}
