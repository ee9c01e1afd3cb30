package enifailover.harness.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// A user's event file as a scenario: the instance that it names holds a group's ENI, in the state that the event
/// claims, and a standby is well.
final class OwnEvent {

    private OwnEvent() {}

    static Scenario of(Path file, boolean asItIs) throws IOException {
        var event = EventFile.read(file);
        if (event.instances().isEmpty()) {
            throw new IllegalArgumentException(file + " names no instance (i-... with 8 or 17 digits)");
        }
        return new Scenario("own-event", file.toString(), Scenario.Latency.REAL, stage -> {
            var cast = stage.group(event.instances().getFirst());
            prepare(stage, event, cast.active());
            stage.deliver(asItIs ? event : event.happening(Instant.now()), 1, 1);
        });
    }

    /// Makes true what the event claims of the active; what is announced for later leaves it well.
    private static void prepare(Stage stage, EventFile event, String active) {
        switch (event.at("/detail-type")) {
            case "EC2 Instance State-change Notification" -> {
                switch (event.at("/detail/state")) {
                    case "stopping", "stopped" -> stage.happens(active + " is stopped", region -> region.stop(active));
                    case "shutting-down", "terminated" ->
                        stage.happens(active + " is terminated", region -> region.terminate(active));
                    default -> {}
                }
            }
            case "CloudWatch Alarm State Change", "CloudWatch Alarm Contributor State Change" -> {
                if (event.at("/detail/state/value").equals("ALARM")) {
                    stage.happens(active + " fails its status check", region -> region.impair(active));
                }
            }
            default -> {}
        }
    }
}
