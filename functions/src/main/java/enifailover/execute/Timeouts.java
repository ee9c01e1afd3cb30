package enifailover.execute;

import enifailover.plan.Plan;
import enifailover.plan.Step;
import java.time.Duration;
import java.util.Comparator;

/// How long each wait may last. Every figure has its reason; every wait also ends with the function's own time.
///
/// @param afterForce a forced detach; one was seen stuck for 200 s (ansible-collections/amazon.aws#501)
/// @param attach from the first attach request until `attached`; commonly 1 to 2 s
/// @param vanished how long an ENI may be missing from describes before it counts as destroyed (stale reads)
/// @param unseenAttach how long an attach that EC2 accepted may stay invisible before it is asked again
/// @param routing from `attached` until the script's verdict; the script's own wait is shorter
/// @param fence a forced stop
/// @param start a cold standby from stopped to running, and as long again for its agent
/// @param probe the TCP probe, all tries together
/// @param reserve what is left of the function's time for the report
public record Timeouts(
        Duration afterForce,
        Duration attach,
        Duration vanished,
        Duration unseenAttach,
        Duration routing,
        Duration fence,
        Duration start,
        Duration probe,
        Duration reserve) {

    /// What the functions use.
    public static final Timeouts USUAL = new Timeouts(
            Duration.ofSeconds(200),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(8),
            Duration.ofSeconds(90),
            Duration.ofSeconds(180),
            Duration.ofSeconds(180),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5));

    /// What a move commonly needs at most once a detach was forced: EC2's 2 to 6 s to detach and attach, and requests
    /// that are slow or asked again. Beyond it a move goes on; with less left it is not begun.
    private static final Duration COMMON = Duration.ofSeconds(25);

    /// Who asks for a longer graceful detach has it finished by the sweep.
    private static final Duration GRACE = Duration.ofSeconds(60);

    /// How much of the function's time has to be left for a move to begin.
    Duration move(Plan plan) {
        return plan.steps(Step.Detach.class).stream()
                .map(step -> step.graceful().compareTo(GRACE) > 0 ? GRACE : step.graceful())
                .map(COMMON::plus)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
