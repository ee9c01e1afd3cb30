package enifailover.aws.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.aws.client.Wire;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher.Announcement;
import enifailover.port.EventPublisher.Kind;
import enifailover.testkit.memory.ManualScheduler;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventBridgePublisherTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:topic";
    private static final Wire.Reply PUT =
            new Wire.Reply(200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e\"}]}");
    private static final Wire.Reply PUBLISHED = new Wire.Reply(
            200, "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>");

    private final Wire wire = new Wire().on("PutEvents", PUT).on("Publish", PUBLISHED);

    private EventBridgePublisher eventPublisher(Optional<String> topic) {
        return new EventBridgePublisher(wire.clients(), "central", topic, new ManualScheduler());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void putsAnEventOfItsKind(Kind kind) throws Exception {
        eventPublisher(Optional.empty()).announce(new Announcement(kind, "web", "subject", "words", "{\"a\":1}"));
        JsonNode entry = new ObjectMapper()
                .readTree(wire.calls().getFirst().body())
                .path("Entries")
                .path(0);
        assertEquals("central", entry.path("EventBusName").asText());
        assertEquals("eni-failover", entry.path("Source").asText());
        assertEquals(kind.detailType(), entry.path("DetailType").asText());
        assertEquals("{\"a\":1}", entry.path("Detail").asText());
        assertEquals(Map.of("PutEvents", 1L), wire.counts());
    }

    @Test
    void tellsPeopleToo() {
        eventPublisher(Optional.of(TOPIC))
                .announce(new Announcement(Kind.FAILED, "web", "web: 1 → 2\nfailed", "what to do", "{}"));
        Wire.Call call = wire.calls("Publish").getFirst();
        assertEquals(TOPIC, call.parameter("TopicArn"));
        assertEquals("web: 1 2 failed", call.parameter("Subject").replaceAll(" +", " "));
        assertEquals("what to do", call.parameter("Message"));
    }

    @Test
    void oneWayThatFailsDoesNotStopTheOther() {
        wire.on("PutEvents", Wire.jsonError(400, "AccessDeniedException", "is not authorized"));
        assertEquals(ErrorKind.DENIED, refused());
        assertEquals(Map.of("PutEvents", 1L, "Publish", 1L), wire.counts());
        wire.on("PutEvents", PUT);
        wire.on(
                "Publish",
                new Wire.Reply(
                        404,
                        "<ErrorResponse><Error><Code>NotFound</Code>"
                                + "<Message>Topic does not exist</Message></Error></ErrorResponse>"));
        assertEquals(ErrorKind.NOT_FOUND, refused());
        assertEquals(Map.of("PutEvents", 1L, "Publish", 1L), wire.counts());
    }

    /// Failure 34: errors swallowed. EventBridge answers 200 also when it took nothing.
    @Test
    void anEntryThatTheBusDidNotTakeIsAFailure() {
        wire.on(
                "PutEvents",
                new Wire.Reply(
                        200,
                        "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"ThrottlingException\","
                                + "\"ErrorMessage\":\"Rate exceeded\"}]}"));
        assertEquals(ErrorKind.THROTTLED, refused());
    }

    @Test
    void whatIsTooLongIsShortened() {
        eventPublisher(Optional.of(TOPIC))
                .announce(new Announcement(
                        Kind.FAILED, "web", "s".repeat(300), "ü".repeat(300_000), "\"" + "x".repeat(300_000) + "\""));
        Wire.Call call = wire.calls("Publish").getFirst();
        assertEquals(100, call.parameter("Subject").length());
        assertTrue(call.parameter("Message").getBytes(StandardCharsets.UTF_8).length < 262_144);
        assertTrue(wire.calls("PutEvents").getFirst().body().contains("it is in the journal"));
    }

    private ErrorKind refused() {
        Announcement announcement = new Announcement(Kind.FAILED, "web", "subject", "words", "{}");
        return assertThrows(AwsCallException.class, () -> eventPublisher(Optional.of(TOPIC))
                        .announce(announcement))
                .refusal();
    }
}
