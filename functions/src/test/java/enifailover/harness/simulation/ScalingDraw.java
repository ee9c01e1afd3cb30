package enifailover.harness.simulation;

import enifailover.event.Cause;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Scaled;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Wake;
import java.util.SplittableRandom;

/// Adds to a schedule what Auto Scaling does: a terminate lifecycle hook holds the active, or a standby is kept out of
/// service. Most schedules are left as they were.
final class ScalingDraw extends Drawing {
    /// Far from the ids of the events that others draw.
    private static final int EVENTS = 2000;

    private static final String[] STATES = {
        "Standby",
        "EnteringStandby",
        "Quarantined",
        "Warmed:Running",
        "Terminating:Wait",
        "Terminating:Wait",
        "Pending:Wait",
        "InService"
    };

    ScalingDraw(SplittableRandom random, Scene scene) {
        super(random);
        if (chance(3)) {
            terminates(scene.enis().getFirst().holder());
        }
        if (chance(5)) {
            int many = scene.hosts().size();
            isKept(scene.hosts().get(1 + random.nextInt(many - 1)).id());
        }
    }

    private void terminates(String active) {
        int at = 3_000 + random.nextInt(50_000);
        injections.add(new Scaled(at, active, "Terminating:Wait"));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            injections.add(
                    new Wake(at + 100 + random.nextInt(1_500), EVENTS + i, Cause.AUTO_SCALING_TERMINATION, active, 0));
        }
        if (chance(80)) {
            injections.add(new Strike(at + 40_000 + random.nextInt(30_000), Blow.TERMINATE, active));
        }
    }

    private void isKept(String standby) {
        int at = chance(70) ? 0 : random.nextInt(Mischief.LATEST);
        String state = STATES[random.nextInt(STATES.length)];
        injections.add(new Scaled(at, standby, state));
        if (state.startsWith("Terminating")) {
            injections.add(new Strike(Math.min(Mischief.LATEST, at + 70_000), Blow.TERMINATE, standby));
        } else if (chance(40)) {
            injections.add(new Scaled(Math.min(Mischief.LATEST, at + 60_000), standby, "InService"));
        }
    }
}
