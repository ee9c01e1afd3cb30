package enifailover.harness.storm;

import enifailover.harness.storm.Result.Move;
import enifailover.harness.storm.TextbookFunction.Way;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How long a storm takes against the least that EC2's request limits allow, and what becomes of it by the textbook's
/// ways: `mvn -q test-compile exec:exec@storm -Dplay="--groups 1000"`. With `--pool N` N groups share N equal standbys,
/// and no attach may be refused for a slot. Ends with an error where a group is lost, or where this program's last
/// attach comes later than the goal in calm weather. With `--sick-zone N` it counts instead the needless moves in a
/// zone of so many groups that is sick for six minutes, without a limit and with the default.
public final class StormBenchmark {
    static final double GOAL = 1.15;

    private StormBenchmark() {}

    /// What is to be played.
    ///
    /// @param groups how many fail
    /// @param weather what else goes wrong
    /// @param alone without the textbook
    /// @param pool the groups share their standbys
    /// @param sick all instances of a zone at once
    private record Play(int groups, Weather weather, boolean alone, boolean pool, boolean sick) {}

    public static void main(String[] arguments) {
        Optional<Play> play = read(List.of(arguments));
        if (play.isEmpty()) {
            System.err.println("usage: --groups N | --pool N (100 at most) [--weather "
                    + String.join("|", Weather.all()) + "] [--alone] | --sick-zone N");
            System.exit(2);
        }
        boolean good =
                play.get().sick() ? SickZone.compared(play.get().groups(), System.out::println) : played(play.get());
        System.exit(good ? 0 : 1);
    }

    private static Optional<Play> read(List<String> arguments) {
        int groups = 200;
        Weather weather = Weather.CALM;
        boolean alone = false;
        boolean pool = false;
        boolean sick = false;
        for (int i = 0; i < arguments.size(); i++) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--groups", "--sick-zone" -> {
                    sick |= arguments.get(i).equals("--sick-zone");
                    if (!value.matches("[1-9][0-9]{0,3}")) {
                        return Optional.empty();
                    }
                    groups = Integer.parseInt(value);
                    i++;
                }
                case "--pool" -> {
                    if (!value.matches("[1-9][0-9]?|100")) {
                        return Optional.empty();
                    }
                    groups = Integer.parseInt(value);
                    pool = true;
                    alone = true; // the textbook's function knows one standby
                    i++;
                }
                case "--weather" -> {
                    Optional<Weather> named = Weather.of(value);
                    if (named.isEmpty()) {
                        return Optional.empty();
                    }
                    weather = named.get();
                    i++;
                }
                case "--alone" -> alone = true;
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Play(groups, weather, alone, pool, sick));
    }

    private static boolean played(Play play) {
        System.out.println("weather: " + play.weather().message);
        Result ours = played(play.groups(), play.pool(), play.weather(), 1, OurFunction::new);
        print("this program", ours);
        if (!play.alone()) {
            for (Way way : Way.values()) {
                print(
                        way.message,
                        played(play.groups(), false, play.weather(), 1, storm -> new TextbookFunction(storm, way)));
            }
        }
        boolean inTime = play.weather() != Weather.CALM || ours.ratio() <= GOAL;
        if (play.pool()) {
            System.out.println("attaches that EC2 refused: " + ours.refusedAttaches());
        }
        boolean good = ours.right() && inTime && (!play.pool() || ours.refusedAttaches() == 0);
        System.out.printf(
                Locale.ROOT,
                "%s: none is lost, %s%n",
                good ? "passed" : "CHECK FAILED",
                play.weather() == Weather.CALM
                        ? String.format(Locale.ROOT, "and the last attach comes within %.2f of the least", GOAL)
                        : "whenever the last comes");
        return good;
    }

    static Result ours(int groups, Weather weather, long seed) {
        return played(groups, false, weather, seed, OurFunction::new);
    }

    private static Result played(
            int groups, boolean pool, Weather weather, long seed, Function<Storm, Storm.Actor> actor) {
        Result[] result = new Result[1];
        VirtualTime.run(seed, time -> {
            Storm storm = new Storm(groups, pool, weather, seed, time);
            result[0] = storm.play(actor.apply(storm));
        });
        return result[0];
    }

    private static void print(String who, Result result) {
        int n = result.groups();
        System.out.printf(
                Locale.ROOT,
                "%s: %d groups, %d attached, %d routed; last after %s, least %s, ratio %.2f; longest invocation %s%n",
                who,
                n,
                result.moves().size(),
                result.routed(),
                result.lost() > 0
                        ? "NEVER (" + result.lost() + " lost)"
                        : seconds(result.moves().getLast().attached()),
                seconds(Least.of(n)),
                result.ratio(),
                seconds(result.longest()));
        if (!result.moves().isEmpty()) {
            print("the median", result.moves().get(result.moves().size() / 2));
            print("the last attached", result.moves().getLast());
        }
        System.out.println("   invocations " + result.ends() + ", verdicts " + result.verdicts());
        for (Map.Entry<String, Integer> call : result.calls().entrySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "   %-52s %7d  %6.2f a failover%n",
                    call.getKey(),
                    call.getValue(),
                    (double) call.getValue() / n);
        }
    }

    private static void print(String who, Move move) {
        System.out.printf(
                Locale.ROOT,
                "   %s: %s until its detach was taken, %s more until its attach, %s more until it was attached%n",
                who,
                seconds(move.detach()),
                seconds(move.attach().minus(move.detach())),
                seconds(move.attached().minus(move.attach())));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
