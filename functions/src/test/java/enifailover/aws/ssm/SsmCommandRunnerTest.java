package enifailover.aws.ssm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.aws.client.Wire;
import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner.Command;
import enifailover.port.CommandRunner.Ended;
import enifailover.port.ErrorKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SsmCommandRunnerTest {
    private static final InstanceId INSTANCE = new InstanceId("i-0a1b2c3d4e5f60711");
    private static final Command COMMAND = new Command("apply", "mac=02:00:00:00:00:01", "");

    private final Wire wire = new Wire();
    private final SsmCommandRunner shell = new SsmCommandRunner(wire.clients(), "EniFailover");

    @Test
    void sendsOneInstanceACommand() throws Exception {
        wire.on("SendCommand", new Wire.Reply(200, "{\"Command\":{\"CommandId\":\"c-1\"}}"));
        assertEquals("c-1", shell.send(INSTANCE, COMMAND, Duration.ofSeconds(5)));
        JsonNode sent = new ObjectMapper().readTree(wire.calls().getFirst().body());
        assertEquals("EniFailover", sent.path("DocumentName").asText());
        assertEquals("$LATEST", sent.path("DocumentVersion").asText());
        assertEquals("[\"" + INSTANCE + "\"]", sent.path("InstanceIds").toString());
        assertEquals(30, sent.path("TimeoutSeconds").asInt());
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"Verb\":[\"apply\"],\"Interfaces\":[\"mac=02:00:00:00:00:01\"],\"Options\":[\"\"]}"),
                sent.path("Parameters"));
    }

    @Test
    void isNotSentAgainByItself() {
        wire.on("SendCommand", Wire.jsonError(400, "ThrottlingException", "Rate exceeded"));
        assertEquals(ErrorKind.THROTTLED, refused());
        wire.on("SendCommand", Wire.SILENCE);
        assertEquals(ErrorKind.UNANSWERED, refused());
        wire.on("SendCommand", Wire.jsonError(400, "InvalidInstanceId", "not in a valid state"));
        assertEquals(ErrorKind.UNREACHABLE, refused());
        assertEquals(Map.of("SendCommand", 3L), wire.counts());
    }

    private ErrorKind refused() {
        return assertThrows(AwsCallException.class, () -> shell.send(INSTANCE, COMMAND, Duration.ofSeconds(60)))
                .refusal();
    }

    @Test
    void cancelsOnOneInstance() throws Exception {
        wire.on("CancelCommand", new Wire.Reply(200, "{}"));
        shell.cancel(INSTANCE, "0b1f2c3d-0000-4000-8000-000000000001");
        JsonNode sent = new ObjectMapper().readTree(wire.calls().getFirst().body());
        assertEquals(
                "0b1f2c3d-0000-4000-8000-000000000001", sent.path("CommandId").asText());
        assertEquals("[\"" + INSTANCE + "\"]", sent.path("InstanceIds").toString());
        wire.on("CancelCommand", Wire.jsonError(400, "InvalidInstanceId", "not in a valid state"));
        assertEquals(
                ErrorKind.UNREACHABLE,
                assertThrows(AwsCallException.class, () -> shell.cancel(INSTANCE, "c-1"))
                        .refusal());
    }

    /// Failure 28: a result read too early.
    @ParameterizedTest
    @ValueSource(strings = {"Pending", "InProgress", "Delayed", "Cancelling", "", "SomethingNew"})
    void hasNotEndedYet(String status) {
        wire.on("GetCommandInvocation", invocation(status, -1));
        assertEquals(Optional.empty(), shell.result(INSTANCE, "c-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Success", "Failed", "TimedOut", "Cancelled", "Undeliverable", "Terminated"})
    void hasEnded(String status) {
        wire.on("GetCommandInvocation", invocation(status, 3));
        assertEquals(Optional.of(new Ended(status, 3, "out", "err")), shell.result(INSTANCE, "c-1"));
    }

    @Test
    void aCommandThatIsNotShownYetHasNotEnded() {
        wire.on("GetCommandInvocation", Wire.jsonError(400, "InvocationDoesNotExist", ""));
        assertEquals(Optional.empty(), shell.result(INSTANCE, "c-1"));
        assertEquals(Map.of("GetCommandInvocation", 1L), wire.counts());
    }

    private static Wire.Reply invocation(String status, int code) {
        return new Wire.Reply(
                200,
                "{\"Status\":\"" + status + "\",\"ResponseCode\":" + code
                        + ",\"StandardOutputContent\":\"out\",\"StandardErrorContent\":\"err\"}");
    }
}
