package enifailover.harness.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An event file is played as if it happened now, and to an instance of the rehearsal.
final class EventFileTest {

    private final EventFile event = new EventFile(Path.of("event.json"), """
            {"time": "2026-03-04T05:06:07Z",
             "resources": ["arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60001"],
             "detail": {"instance-id": "i-0a1b2c3d4e5f60001",
                        "timestamp": "2026-03-04T05:06:07.123+0000",
                        "startTime": "Thu, 18 Mar 2026 07:00:00 GMT"}}""");

    @Test
    void itsTimesMoveByTheSame() {
        assertEquals(
                """
                {"time": "2026-03-05T06:06:07Z",
                 "resources": ["arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60001"],
                 "detail": {"instance-id": "i-0a1b2c3d4e5f60001",
                            "timestamp": "2026-03-05T06:06:07.123+0000",
                            "startTime": "Thu, 19 Mar 2026 08:00:00 GMT"}}""", event.happening(Instant.parse("2026-03-05T06:06:07.9Z")).text());
    }

    @Test
    void itNamesItsInstancesAndCanNameOthers() {
        assertEquals(List.of("i-0a1b2c3d4e5f60001"), event.instances());
        var other = event.about(Map.of("i-0a1b2c3d4e5f60001", "i-0000000000000000a"));
        assertEquals(List.of("i-0000000000000000a"), other.instances());
        assertEquals("i-0000000000000000a", other.at("/detail/instance-id"));
        assertEquals("", other.at("/detail/state"));
    }
}
