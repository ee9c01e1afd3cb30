package enifailover.harness.simulation;

import enifailover.harness.simulation.Campaign.Result;
import enifailover.harness.simulation.Law.Breach;
import enifailover.harness.simulation.mutant.MutationCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Plays seeded schedules against the simulated Region and holds every call against the laws.
///
/// `--seeds N --from S` plays many, until `--enough` of them have broken a law; `--seed S` prints one history,
/// `--only 0,3,4` of these injections alone; `--shrink` with `--seed` takes away what is not needed;
/// `--mutants` plays each deliberate bug of the flow, or those with this in their name, until it is caught.
/// Ends with 1 where a law is broken.
public final class Simulate {
    private static final long SHOWN = 5;

    private Simulate() {}

    /// @param args as above
    public static void main(String[] args) {
        Map<String, String> options = options(args);
        if (options.containsKey("--mutants")) {
            System.exit(MutationCheck.run(number(options, "--seeds", 6000), options.get("--mutants")) ? 0 : 1);
        }
        boolean clean = options.containsKey("--seed") ? one(options) : many(options);
        System.exit(clean ? 0 : 1);
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < args.length; i++) {
            boolean valued = i + 1 < args.length && !args[i + 1].startsWith("--");
            options.put(args[i], valued ? args[i + 1] : "");
            i += valued ? 1 : 0;
        }
        List<String> known =
                List.of("--seeds", "--from", "--seed", "--only", "--shrink", "--threads", "--mutants", "--enough");
        options.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(name + " is none of " + known);
                });
        return options;
    }

    private static long number(Map<String, String> options, String name, long otherwise) {
        return Long.parseLong(options.getOrDefault(name, Long.toString(otherwise)));
    }

    private static boolean one(Map<String, String> options) {
        Schedule whole = Schedule.of(number(options, "--seed", 1));
        List<Integer> numbers = options.containsKey("--only")
                ? Arrays.stream(options.get("--only").split(",", -1))
                        .filter(text -> !text.equals("-"))
                        .map(Integer::valueOf)
                        .toList()
                : new ArrayList<>(
                        java.util.stream.IntStream.range(0, whole.injections().size())
                                .boxed()
                                .toList());
        History history = Play.of(whole.only(numbers), true);
        if (options.containsKey("--shrink") && !history.breaches().isEmpty()) {
            numbers = new Shrink(whole, history.breaches().getFirst().law()).smallest();
            history = Play.of(whole.only(numbers), true);
        }
        whole.scene().message().forEach(System.out::println);
        for (int number : numbers) {
            Injection injection = whole.injections().get(number);
            System.out.printf("%3d  %+8.3f s  %s%n", number, injection.at() / 1000.0, injection.message());
        }
        history.lines().forEach(System.out::println);
        history.breaches().forEach(breach -> System.out.println("BROKEN " + breach.law() + ": " + breach.message()));
        return history.breaches().isEmpty();
    }

    private static boolean many(Map<String, String> options) {
        long seeds = number(options, "--seeds", 1000);
        int threads = (int) number(options, "--threads", Runtime.getRuntime().availableProcessors());
        long step = Math.max(1, seeds / 10);
        Result result = new Campaign(
                        number(options, "--from", 1), seeds, threads, (int) number(options, "--enough", 50))
                .run(played -> {
                    if (played % step == 0) {
                        System.out.printf("%,d seeds played%n", played);
                    }
                });
        System.out.printf("injected:%n");
        result.injected().forEach((kind, times) -> System.out.printf("  %,10d  %s%n", times, kind));
        System.out.printf("verdicts:%n");
        result.verdicts().forEach((verdict, times) -> System.out.printf("  %,10d  %s%n", times, verdict));
        result.broken().entrySet().stream().limit(SHOWN).forEach(entry -> show(entry.getKey(), entry.getValue()));
        result.broken().entrySet().stream()
                .skip(SHOWN)
                .forEach(entry -> System.out.printf(
                        "seed %d breaks %s: %s%n",
                        entry.getKey(), entry.getValue().law(), entry.getValue().message()));
        Map<Law, Long> laws = new TreeMap<>();
        result.broken().values().forEach(breach -> laws.merge(breach.law(), 1L, Long::sum));
        laws.forEach((law, times) -> System.out.printf("  %,10d seeds broke %s first%n", times, law));
        System.out.printf(
                "%,d seeds in %.0f s, %,.0f a second on %d threads: %,d faults and events injected, %d seeds broke a law%n",
                result.seeds(),
                result.nanos() / 1e9,
                result.seedsPerSecond(),
                threads,
                result.injected().values().stream().mapToLong(Long::longValue).sum(),
                result.broken().size());
        return result.broken().isEmpty();
    }

    private static void show(long seed, Breach breach) {
        Schedule schedule = Schedule.of(seed);
        List<Integer> numbers = new Shrink(schedule, breach.law()).smallest();
        String only = String.join(",", numbers.stream().map(String::valueOf).toList());
        System.out.printf(
                "seed %d breaks %s (%s): %s%n  %d of %d injections are needed; see it: mvn -q test-compile"
                        + " exec:exec@simulate -Dplay=\"--seed %d --only %s\"%n",
                seed,
                breach.law(),
                breach.law().message(),
                breach.message(),
                numbers.size(),
                schedule.injections().size(),
                seed,
                only.isEmpty() ? "-" : only);
    }
}
