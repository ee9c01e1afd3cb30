package enifailover.harness.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.script.RoutingScript;
import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The guest that moto does not have. moto takes any command and calls it a success at once, with words of its own.
/// What the script would have said stands in that answer instead: once the interfaces are there, that it verified its
/// routing; until then, that it still waits.
final class PlayedGuest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    /// @param response of moto
    /// @param there whether an instance has all of the group's interfaces
    /// @return the answer as it would be with a guest
    WireResponse listen(WireRequest request, WireResponse response, Predicate<String> there) throws IOException {
        if (!Call.action(request).equals("GetCommandInvocation") || response.status() != 200) {
            return response;
        }
        var instance = JSON.readTree(request.text()).path("InstanceId").asText();
        var answer = (ObjectNode) JSON.readTree(response.body());
        if (there.test(instance)) {
            verified.add(instance);
            var line = JSON.createObjectNode().put("ok", true).put("script", RoutingScript.SHA256);
            line.putArray("interfaces");
            answer.put("Status", "Success").put("ResponseCode", 0).put("StandardOutputContent", line.toString());
        } else {
            answer.put("Status", "InProgress").put("ResponseCode", -1).put("StandardOutputContent", "");
        }
        return new WireResponse(
                200, Map.of("Content-Type", "application/x-amz-json-1.1"), JSON.writeValueAsBytes(answer));
    }

    boolean verified(String instance) {
        return verified.contains(instance);
    }
}
