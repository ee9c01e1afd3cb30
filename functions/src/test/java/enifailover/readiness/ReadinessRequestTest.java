package enifailover.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessRequestTest {
    private static ReadinessRequest read(String json) {
        return ReadinessRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ReadinessRequest file(String name) throws IOException {
        return ReadinessRequest.read(Files.readAllBytes(Path.of("events", name + ".json")));
    }

    @Test
    void whatWakesItIsRead() throws IOException {
        Optional<Instant> at = Optional.of(Instant.parse("2026-11-02T03:14:15Z"));
        assertEquals(new ReadinessRequest.TagsChanged(at), file("tag-change-on-resource"));
        assertInstanceOf(ReadinessRequest.OfInstance.class, file("ec2-state-change-terminated"));
        assertEquals(new ReadinessRequest.Asked(Optional.empty()), file("readiness-audit"));
        assertEquals(new ReadinessRequest.Asked(Optional.of(new GroupName("sip-proxy"))), file("readiness-accept"));
        assertEquals(new ReadinessRequest.GoneAccepted(), file("readiness-accept-gone"));
        assertEquals(
                new ReadinessRequest.Scheduled(), read("{\"source\":\"eni-failover\",\"detail-type\":\"Readiness\"}"));
        ReadinessRequest.OfInstance one =
                assertInstanceOf(ReadinessRequest.OfInstance.class, file("ec2-state-change-running"));
        assertEquals(new InstanceId("i-0a1b2c3d4e5f60001"), one.instance());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"action\":\"fix\"}",
                "{\"action\":\"accept\"}",
                "{\"action\":\"accept\",\"group\":\"a b\"}",
                "{\"action\":\"audit\",\"group\":\"one\"}",
                "{\"action\":\"audit\",\"gone\":\"all\"}",
                "{\"action\":\"accept\",\"gone\":\"web\"}",
                "{\"action\":\"accept\",\"gone\":\"all\",\"group\":\"web\"}",
                "{\"detail-type\":\"Readiness\",\"source\":\"my.app\"}",
                "{\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{}}",
                "{\"detail-type\":7}"
            })
    void everyMistakeIsAnsweredWithTheRightForm(String request) {
        ReadinessRequest.InvalidRequest invalidRequest =
                assertInstanceOf(ReadinessRequest.InvalidRequest.class, read(request));
        assertTrue(invalidRequest.message().contains("{\"action\":\"audit\"}"), invalidRequest.message());
    }
}
