package enifailover.storm;

import enifailover.region.time.VirtualTime;
import enifailover.storm.Storm.Result;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long a storm takes against the least that EC2's request limits allow:
/// `mvn -q test-compile exec:exec@storm -Dplay="--groups 1000"`. Ends with an error if a group is lost.
public final class StormBenchmark {
    /// One move alone, with the Region's times: a read, a detach, the detach, an attach, the attach.
    private static final Duration ONE_MOVE = Duration.ofMillis(4340);

    private static final int BUCKET = 50;
    private static final int REFILL = 5;

    private StormBenchmark() {}

    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        if (given.size() != 2
                || !given.getFirst().equals("--groups")
                || !given.getLast().matches("[1-9][0-9]{0,3}")) {
            System.err.println("usage: --groups N");
            System.exit(2);
        }
        Result ours = ours(Integer.parseInt(given.getLast()), 1);
        print("this program", ours);
        System.exit(right(ours) ? 0 : 1);
    }

    static Duration least(int groups) {
        return ONE_MOVE.plus(Duration.ofSeconds(Math.max(0, groups - BUCKET)).dividedBy(REFILL));
    }

    static boolean right(Result result) {
        return result.done().size() == result.groups() && result.routed() == result.groups();
    }

    static double ratio(Result result) {
        return (double) result.done().getLast().toMillis()
                / least(result.groups()).toMillis();
    }

    static Result ours(int groups, long seed) {
        Result[] result = new Result[1];
        VirtualTime.run(seed, time -> {
            Storm storm = new Storm(groups, time);
            OurFunction ours = new OurFunction(storm, time);
            result[0] = storm.play(ours, _ -> {
                for (int minute = 1; minute <= 6; minute++) {
                    int at = minute;
                    var _ = time.spawn("sweep-" + at, () -> {
                        time.sleep(Duration.ofMinutes(at).minusSeconds(20));
                        ours.sweep();
                    });
                }
            });
        });
        return result[0];
    }

    static void print(String who, Result result) {
        int n = result.groups();
        String last = result.done().size() < n
                ? "NEVER (" + (n - result.done().size()) + " lost)"
                : seconds(result.done().getLast());
        System.out.printf(
                Locale.ROOT,
                "%s: %d groups, %d attached, %d routed; last after %s, least %s, ratio %.2f; longest invocation %s%n",
                who,
                n,
                result.done().size(),
                result.routed(),
                last,
                seconds(least(n)),
                result.done().isEmpty() ? Double.NaN : ratio(result),
                seconds(result.longest()));
        System.out.println("   verdicts " + result.verdicts());
        for (Map.Entry<String, Integer> call : result.calls().entrySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "   %-52s %7d  %6.2f a failover%n",
                    call.getKey(),
                    call.getValue(),
                    (double) call.getValue() / n);
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
