package enifailover.harness.simulation;

import enifailover.harness.simulation.Injection.Ailment;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Forbids;
import enifailover.harness.simulation.Injection.Lasts;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Scene.Host;
import java.util.List;
import java.util.SplittableRandom;

/// Adds to a schedule what EC2 refuses of a planned move: every detach for a while, by a code that lasts, or for good
/// each attach to one standby, by want of permission. Most schedules are left as they were.
final class RefusalDraw extends Drawing {
    private static final String[] CODES = {"OperationNotPermitted", "UnsupportedOperation", "InvalidParameterValue"};

    RefusalDraw(SplittableRandom random, Scene scene) {
        super(random);
        if (chance(6)) {
            int at = random.nextInt(Mischief.LATEST);
            int until = Math.min(Schedule.QUIET, at + 5_000 + random.nextInt(60_000));
            injections.add(new Forbids(at, until, CODES[random.nextInt(CODES.length)]));
        }
        if (chance(3)) {
            List<Host> standbys = scene.hosts().subList(1, scene.hosts().size());
            String denied = standbys.get(random.nextInt(standbys.size())).id();
            injections.add(new Lasts(0, Ailment.REFUSES_ATTACH, denied, "UnauthorizedOperation"));
            injections.add(new Strike(
                    random.nextInt(Mischief.LATEST),
                    Blow.RETIREMENT,
                    scene.hosts().getFirst().id()));
        }
    }
}
