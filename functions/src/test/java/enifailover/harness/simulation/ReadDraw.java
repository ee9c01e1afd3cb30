package enifailover.harness.simulation;

import enifailover.harness.simulation.Injection.Hides;
import enifailover.harness.simulation.Injection.RowsAge;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Twice;
import enifailover.harness.simulation.Injection.Wake;
import java.util.List;
import java.util.SplittableRandom;

/// Adds to a schedule what a read can show besides an answer that is old as a whole, and an event that Lambda
/// delivers twice at once. Most schedules are left as they were.
final class ReadDraw extends Drawing {
    private static final String[] DESCRIBES = {
        "ec2:*", "ec2:DescribeNetworkInterfaces", "ec2:DescribeInstances", "ec2:DescribeInstanceStatus"
    };

    ReadDraw(SplittableRandom random, Scene scene, List<Injection> all) {
        super(random);
        if (chance(25)) {
            int at = random.nextInt(Mischief.LATEST);
            int until = Math.min(Schedule.QUIET, at + 5_000 + random.nextInt(60_000));
            injections.add(new RowsAge(at, until, DESCRIBES[random.nextInt(DESCRIBES.length)], random.nextInt(9_000)));
        }
        if (chance(12)) {
            int at = random.nextInt(Mischief.LATEST);
            // What is missing from both answers is known again before a second look.
            boolean everywhere = chance(25);
            int lasts = everywhere
                    ? random.nextInt(1_800)
                    : chance(70) ? 1_000 + random.nextInt(8_000) : random.nextInt(60_000);
            String host =
                    scene.hosts().get(random.nextInt(scene.hosts().size())).id();
            injections.add(new Hides(
                    at, Math.min(Schedule.QUIET, at + lasts), everywhere ? "ec2:*" : "ec2:DescribeInstances", host));
        }
        if (chance(5)) {
            String host =
                    scene.hosts().get(random.nextInt(scene.hosts().size())).id();
            injections.add(new Strike(random.nextInt(Mischief.LATEST), Injection.Blow.NO_DATA, host));
        }
        if (chance(10)) {
            all.stream()
                    .filter(Wake.class::isInstance)
                    .map(Wake.class::cast)
                    .findFirst()
                    .ifPresent(wake -> injections.add(new Twice(wake.at() + random.nextInt(20_000), wake.id())));
        }
    }
}
