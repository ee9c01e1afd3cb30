package enifailover.benchmark;

import enifailover.rehearsal.Cast;
import enifailover.rehearsal.EventFile;
import enifailover.rehearsal.Fleet.Environment;
import enifailover.rehearsal.Progress;
import enifailover.rehearsal.RuntimeApi.Returned;
import enifailover.rehearsal.Scenario.Latency;
import enifailover.rehearsal.Scenery;
import enifailover.rehearsal.SimulatedScenery;
import enifailover.rehearsal.Theatre;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How long a failover takes, from the event at a warm function to the report that it is done and verified, beside the
/// least that EC2 needs and beside the textbook's sequence in the same Region:
/// `mvn -q test-compile exec:exec@benchmark`. Ends with an error if it takes more than 1.25 times the least.
public final class FailoverBenchmark {

    private static final int RUNS = 7;
    private static final int TEXTBOOK_RUNS = 3;
    private static final double MOST = 1.25;
    private static final long MOST_MEMORY_MB = 256;
    private static final Path EVENT = Path.of("events", "ec2-state-change-stopped.json");

    private final Theatre theatre;
    private final SimulatedScenery region;

    private FailoverBenchmark(Theatre theatre) {
        this.theatre = theatre;
        this.region = theatre.region();
    }

    public static void main(String[] arguments) throws Exception {
        var good = false;
        try (var theatre = Theatre.open()) {
            good = new FailoverBenchmark(theatre).run();
        } finally {
            System.exit(good ? 0 : 1);
        }
    }

    private boolean run() throws Exception {
        region.latency(Latency.REAL);
        var function = theatre.fleet().warm("FailoverFunction", 1).getFirst();
        failover(function, 1); // not counted
        var ours = new ArrayList<Duration>();
        var began = Instant.now();
        for (var run = 1; run <= RUNS; run++) {
            Progress.show("failover " + run + " of " + RUNS);
            ours.add(failover(function, 1 + run));
        }
        var calls = region.calls(began);
        var textbook = new ArrayList<Duration>();
        try (var sequence = new Textbook(region.endpoint(), SimulatedScenery.REGION, Theatre.DOCUMENT)) {
            for (var run = 1; run <= TEXTBOOK_RUNS; run++) {
                Progress.show("textbook " + run + " of " + TEXTBOOK_RUNS + ", half a minute each");
                var cast = group(1 + RUNS + run);
                textbook.add(sequence.move(cast, region.routing(cast)));
            }
        }
        Progress.show("");
        return print(ours, textbook, calls, function);
    }

    private Cast group(int number) {
        return region.group(
                "benchmark-" + number,
                List.of("i-0%08x%08x".formatted(number, 1), "i-0%08x%08x".formatted(number, 2)),
                1);
    }

    private Duration failover(Environment function, int number) throws Exception {
        var cast = group(number);
        region.stop(cast.active());
        var file = EventFile.read(EVENT);
        var event =
                file.about(Map.of(file.instances().getFirst(), cast.active())).happening(Instant.now());
        var answer = function.process().invoke(event.text()).get();
        if (!(answer instanceof Returned returned) || !returned.body().contains("\"verdict\":\"SUCCEEDED\"")) {
            throw new IllegalStateException("the failover did not succeed: " + answer);
        }
        return answer.took();
    }

    private boolean print(List<Duration> ours, List<Duration> textbook, List<Scenery.Call> calls, Environment function)
            throws Exception {
        var floor = seconds(region.floor());
        IO.println(String.format(
                Locale.ROOT, "the least: one read, one detach, the detach, one attach, the attach: %.2f s", floor));
        IO.println("                     runs     min  median     max   median / least");
        var median = line("this program", ours, floor);
        var other = line("textbook sequence", textbook, floor);
        IO.println(String.format(Locale.ROOT, "the textbook sequence takes %.1f times as long", other / median));
        IO.println("calls a failover:");
        calls.stream()
                .collect(Collectors.groupingBy(
                        call -> call.service() + " " + call.action(), TreeMap::new, Collectors.counting()))
                .forEach((action, number) ->
                        IO.println(String.format(Locale.ROOT, "   %5.1f  %s", (double) number / RUNS, action)));
        var memory = function.process().peakMemoryMb();
        IO.println("memory of the function's process, at most: " + memory + " MB");
        var good = median <= MOST * floor && memory < MOST_MEMORY_MB;
        IO.println(
                good
                        ? "as it must be: at most 1.25 times the least, and less than 256 MB"
                        : "NOT AS IT MUST BE: more than 1.25 times the least, or 256 MB and more");
        return good;
    }

    private static double line(String what, List<Duration> took, double floor) {
        var sorted = took.stream().map(FailoverBenchmark::seconds).sorted().toList();
        var median = sorted.get(sorted.size() / 2);
        IO.println(String.format(
                Locale.ROOT,
                "%-20s %4d  %6.2f  %6.2f  %6.2f   %.2f",
                what,
                sorted.size(),
                sorted.getFirst(),
                median,
                sorted.getLast(),
                median / floor));
        return median;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
