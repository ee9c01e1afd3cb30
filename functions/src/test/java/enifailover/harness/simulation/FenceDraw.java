package enifailover.harness.simulation;

import enifailover.event.Cause;
import enifailover.harness.simulation.Injection.Ailment;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Fault;
import enifailover.harness.simulation.Injection.Lasts;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Trouble;
import enifailover.harness.simulation.Injection.Wake;
import enifailover.harness.simulation.Scene.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Adds a fence to a schedule: the active is impaired and has to be stopped, and EC2 refuses that for good, or does not
/// answer some describes meanwhile. Most schedules are left as they were.
final class FenceDraw extends Drawing {
    /// Far from the ids of the events that others draw.
    private static final int EVENT = 3000;

    private static final String[] CALLS = {
        "ec2:DescribeInstances", "ec2:Describe*", "ec2:DescribeInstanceStatus", "ssm:DescribeInstanceInformation"
    };
    private static final Fault[] FAULTS = {Fault.LOST_REQUEST, Fault.INTERNAL_ERROR, Fault.NO_ANSWER, Fault.THROTTLED};

    private Scene scene;

    FenceDraw(SplittableRandom random, Scene drawn) {
        super(random);
        this.scene = drawn;
        if (chance(4)) {
            fenced();
        }
    }

    Scene scene() {
        return scene;
    }

    private void fenced() {
        List<Group> groups = new ArrayList<>(scene.groups());
        Group first = groups.getFirst();
        Map<String, String> tags = new LinkedHashMap<>(first.tags());
        tags.put(Scene.PREFIX + "fence", "stop");
        groups.set(0, new Group(first.name(), tags));
        scene = scene.with(groups, scene.extras(), scene.skew());
        String active = scene.enisOf(first.name()).getFirst().holder();
        int at = 3_000 + random.nextInt(60_000);
        injections.add(new Strike(at, Blow.IMPAIRED, active));
        injections.add(new Wake(at + 200, EVENT, Cause.STATUS_CHECK, active, 0));
        if (chance(50)) {
            injections.add(new Lasts(0, Ailment.REFUSES_STOP, active, ""));
        } else {
            int from = at + 700 + random.nextInt(3_000);
            injections.add(new Trouble(
                    from,
                    from + 500 + random.nextInt(4_000),
                    CALLS[random.nextInt(CALLS.length)],
                    FAULTS[random.nextInt(FAULTS.length)],
                    chance(50) ? 100 : 50));
        }
    }
}
