package enifailover.harness.storm;

import enifailover.assess.AutomaticLimit;
import enifailover.testkit.region.call.Call;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A zone that is sick: the status checks of all instances of all groups, standbys included, fail at one moment and
/// pass again six minutes later, and what EC2 answers of the checks is up to five minutes old, for each instance by
/// another time. So some standbys look well that are not, and some actives look failed that have recovered: every move
/// is needless. It is played without a limit and with the limit by default.
final class SickZone {
    private static final Duration LASTS = Duration.ofMinutes(6);
    private static final Duration OLDEST = Duration.ofMinutes(5);
    /// Whatever is old is over by then, and the window of the limit too.
    private static final Duration WATCHED = Duration.ofMinutes(22);
    /// The instances have been there for longer than any answer is old.
    private static final Duration BEFORE = Duration.ofMinutes(10);
    /// Two periods of the metric that an alarm waits for.
    private static final Duration ALARM = Duration.ofMinutes(2);

    private SickZone() {}

    /// What became of it.
    ///
    /// @param groups how many there are
    /// @param moved how many of them were moved, once or more
    /// @param detaches how many detaches EC2 took: needless all
    /// @param inTenMinutes the most of them within ten minutes
    /// @param nowhere how many ENIs are attached nowhere in the end
    /// @param verdicts how the runs ended
    record Figures(int groups, int moved, int detaches, int inTenMinutes, int nowhere, Map<String, Integer> verdicts) {
        String message() {
            return String.format(
                    Locale.ROOT,
                    "%d of %d groups moved needlessly by %d detaches, at most %d within ten minutes; %d ENIs attached"
                            + " nowhere in the end; verdicts %s",
                    moved,
                    groups,
                    detaches,
                    inTenMinutes,
                    nowhere,
                    verdicts);
        }
    }

    /// Both, for a person.
    ///
    /// @return whether the limit holds and nothing is lost
    static boolean compared(int groups, Consumer<String> out) {
        Figures without = played(groups, new AutomaticLimit.None(), 1);
        out.accept("without a limit:          " + without.message());
        Figures with = played(groups, new AutomaticLimit.ByDefault(), 1);
        out.accept("with the limit by default: " + with.message());
        int most = Math.max(AutomaticLimit.LEAST, groups / AutomaticLimit.SHARE);
        boolean good = with.inTenMinutes() <= most && with.nowhere() == 0 && with.detaches() <= without.detaches();
        out.accept((good ? "passed" : "CHECK FAILED") + ": no more than " + most + " within ten minutes, and"
                + " no ENI is lost");
        return good;
    }

    static Figures played(int groups, AutomaticLimit limit, long seed) {
        Figures[] figures = new Figures[1];
        VirtualTime.run(seed, time -> {
            Storm storm = new Storm(groups, false, Weather.CALM, seed, time);
            OurFunction function = new OurFunction(storm, limit);
            figures[0] = play(storm, function, groups, time);
        });
        return figures[0];
    }

    private static Figures play(Storm storm, OurFunction function, int groups, VirtualTime time) {
        storm.lambda.invoke("first-sweep", function::sweep);
        time.sleep(BEFORE);
        var _ = storm.region.faults().requestLimits();
        storm.region.forgetCalls();
        storm.verdicts.clear();
        Instant began = time.now();
        storm.region
                .faults()
                .rows()
                .rule((attempt, id) -> attempt.action().equals("DescribeInstanceStatus") ? age(id) : Duration.ZERO);
        instances(groups).forEach(id -> storm.region.impair(id, Checks.Kind.SYSTEM));
        time.at(began.plus(LASTS), () -> instances(groups).forEach(id -> storm.region.restore(id, Checks.Kind.SYSTEM)));
        IntStream.range(0, groups).forEach(i -> {
            long late = Math.floorMod(Storm.active(i).hashCode(), 60_000);
            time.at(
                    began.plus(ALARM).plusMillis(late),
                    () -> storm.lambda.invoke("alarm-" + i, () -> function.alarm(i)));
        });
        for (int minute = 1; minute <= WATCHED.toMinutes(); minute++) {
            String name = "sweep-" + minute;
            time.at(
                    began.plus(Duration.ofMinutes(minute)).minusSeconds(20),
                    () -> storm.lambda.invoke(name, function::sweep));
        }
        time.sleep(WATCHED);
        while (storm.lambda.working() > 0) {
            time.sleep(Duration.ofSeconds(1));
        }
        return figures(storm, groups);
    }

    private static Stream<String> instances(int groups) {
        return IntStream.range(0, groups).boxed().flatMap(i -> Stream.of(Storm.active(i), Storm.standby(i)));
    }

    /// The same in every answer.
    private static Duration age(String instance) {
        return Duration.ofMillis(new SplittableRandom(instance.hashCode()).nextLong(OLDEST.toMillis()));
    }

    private static Figures figures(Storm storm, int groups) {
        List<Call> detaches = storm.region.calls().stream()
                .filter(call -> call.committed() && call.attempt().action().equals("DetachNetworkInterface"))
                .toList();
        List<Instant> at =
                detaches.stream().map(call -> call.attempt().at()).sorted().toList();
        int most = at.stream()
                .mapToInt(from -> (int) at.stream()
                        .filter(one -> !one.isBefore(from) && one.isBefore(from.plus(AutomaticLimit.WINDOW)))
                        .count())
                .max()
                .orElse(0);
        int moved = (int) storm.region.calls().stream()
                .filter(call -> call.committed() && call.attempt().action().equals("AttachNetworkInterface"))
                .map(call -> call.attempt().subject().split(" ", -1)[0])
                .distinct()
                .count();
        int nowhere = (int) IntStream.range(0, groups)
                .filter(i -> storm.region.eni(Storm.eni(i)).attachment() == null)
                .count();
        return new Figures(groups, moved, detaches.size(), most, nowhere, new TreeMap<>(storm.verdicts));
    }
}
