package enifailover.handler;

import enifailover.flow.Brakes;
import enifailover.flow.DrillRequest.Switch;
import enifailover.port.Brake.Stop;
import enifailover.port.Refused;
import enifailover.report.Answer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the switch for all groups at a person's request, and says how it stands then.
final class Switching {
    private static final Logger LOG = LoggerFactory.getLogger(Switching.class);

    private Switching() {}

    static byte[] turn(Brakes brakes, Switch request) {
        try {
            Optional<Stop> now = brakes.turn(request);
            String words = now.map(Stop::words).orElse("automatic moves of all groups may happen");
            LOG.warn("A person's request: {}", words);
            Telemetry.count(now.isPresent() ? "AutomaticStopped" : "AutomaticResumed");
            return Answer.ofSwitch(now.isPresent() ? "STOPPED" : "RUNNING", words);
        } catch (Refused refused) {
            LOG.error("The switch for all groups could not be turned: {}", refused.words());
            return Answer.refused("the switch may not have been turned: " + refused.words());
        }
    }
}
