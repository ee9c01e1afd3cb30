package enifailover.harness.benchmark;

import enifailover.harness.rehearsal.Cast;
import enifailover.harness.rehearsal.EventFile;
import enifailover.harness.rehearsal.Fleet.Environment;
import enifailover.harness.rehearsal.Progress;
import enifailover.harness.rehearsal.RuntimeApi.Returned;
import enifailover.harness.rehearsal.SimulatedScenery;
import enifailover.harness.rehearsal.Theatre;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How long a failover takes, from the event at a warm function to its report that all is done and verified, beside the
/// least that EC2 needs and beside the textbook's ways, in the same Region and the same run:
/// `mvn -q test-compile exec:exec@benchmark`. Each run draws its own detach and attach, so that no polling can be in
/// step with them by luck; its time is divided by its own floor. Ends with an error when a goal is missed.
public final class FailoverBenchmark {

    private static final int RUNS = 7;
    private static final int RUNS_OF_FOUR = 5;
    private static final int RUNS_OF_THE_FLOOR = 3;
    private static final int RUNS_OF_THE_TEXTBOOK = 2;
    private static final Path EVENT = Path.of("events", "ec2-state-change-stopped.json");

    private final Theatre theatre;
    private final SimulatedScenery region;
    private final Random draw = new Random(20);
    private int groups;

    private FailoverBenchmark(Theatre theatre) {
        this.theatre = theatre;
        this.region = theatre.region();
    }

    /// One run: how long it took, and the least that EC2 needed.
    record Taken(Duration time, Duration floor) {
        double ratio() {
            return (double) time.toNanos() / floor.toNanos();
        }
    }

    /// What EC2 takes in one run.
    private record Drawn(Duration detach, Duration attach, Duration floor) {}

    public static void main(String[] arguments) throws Exception {
        var good = false;
        try (var theatre = Theatre.open(Path.of("target", "benchmark"))) {
            good = new FailoverBenchmark(theatre).run();
        } catch (Exception failure) {
            IO.println("the benchmark broke: " + failure); // the exit below would hide it
            Stream.of(failure.getStackTrace()).forEach(line -> IO.println("    " + line));
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        var function = theatre.fleet().warm("FailoverFunction", 1).getFirst();
        draw();
        failover(function, 4, Duration.ZERO); // not counted
        var one = new ArrayList<Taken>();
        var four = new ArrayList<Taken>();
        var bare = new ArrayList<Taken>();
        var calls = new ArrayList<String>();
        try (var textbook = new Textbook(region.endpoint(), SimulatedScenery.REGION, Theatre.DOCUMENT)) {
            for (var run = 0; run < RUNS; run++) {
                Progress.show("failover " + (run + 1) + " of " + RUNS);
                var began = Instant.now();
                one.add(failover(function, 1, draw().floor()));
                region.calls(began).forEach(call -> calls.add(call.service() + " " + call.action()));
                if (run < RUNS_OF_FOUR) {
                    four.add(failover(function, 4, draw().floor()));
                }
                if (run < RUNS_OF_THE_FLOOR) {
                    var drawn = draw();
                    bare.add(new Taken(textbook.floor(group(1), drawn.detach(), drawn.attach()), drawn.floor()));
                }
            }
            var others = textbooks(textbook);
            Progress.show("");
            var goals = new Goals(bare);
            goals.line("one ENI", one, 1.10);
            goals.line("four ENIs of a group", four, 1.15);
            others.forEach((way, taken) -> goals.line(way.message, taken));
            print(calls);
            goals.memory(function.process().peakMemoryMb());
            return goals.met();
        }
    }

    /// A detach of 1.5 to 3.5 s, an attach of 0.9 to 2.1 s.
    private Drawn draw() {
        var detach = Duration.ofMillis(1500 + draw.nextInt(2000));
        var attach = Duration.ofMillis(900 + draw.nextInt(1200));
        return new Drawn(detach, attach, region.moves(detach, attach));
    }

    private Cast group(int enis) {
        groups++;
        return region.group(
                "benchmark-" + groups,
                List.of("i-0%08x%08x".formatted(groups, 1), "i-0%08x%08x".formatted(groups, 2)),
                enis);
    }

    private Taken failover(Environment function, int enis, Duration floor) throws Exception {
        var cast = group(enis);
        // The sweep runs every minute, and has seen every group.
        function.process()
                .invoke("{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}")
                .get();
        region.stop(cast.active());
        var file = EventFile.read(EVENT);
        var event =
                file.about(Map.of(file.instances().getFirst(), cast.active())).happening(Instant.now());
        var answer = function.process().invoke(event.text()).get();
        if (!(answer instanceof Returned returned) || !returned.body().contains("\"verdict\":\"SUCCEEDED\"")) {
            throw new IllegalStateException("the failover did not succeed: " + answer);
        }
        return new Taken(answer.took(), floor);
    }

    /// They mostly sleep, so they do not disturb each other: each round plays all of them at once.
    private Map<Textbook.Way, List<Taken>> textbooks(Textbook textbook) throws Exception {
        var taken = new EnumMap<Textbook.Way, List<Taken>>(Textbook.Way.class);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var run = 1; run <= RUNS_OF_THE_TEXTBOOK; run++) {
                Progress.show("textbook " + run + " of " + RUNS_OF_THE_TEXTBOOK + ", half a minute each");
                var floor = draw().floor();
                var ends = new EnumMap<Textbook.Way, Future<Duration>>(Textbook.Way.class);
                for (var way : Textbook.Way.values()) {
                    var cast = group(1);
                    ends.put(way, threads.submit(() -> textbook.move(way, cast, region.routing(cast))));
                }
                for (var end : ends.entrySet()) {
                    taken.computeIfAbsent(end.getKey(), unused -> new ArrayList<>())
                            .add(new Taken(end.getValue().get(), floor));
                }
            }
        }
        return taken;
    }

    /// With the sweep before it left out: it is not part of a failover.
    private static void print(List<String> calls) {
        IO.println("calls a failover, with the minute's sweep before it (one Query, one look at everything):");
        calls.stream()
                .collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()))
                .forEach((action, number) -> IO.println("   %5.1f  %s".formatted((double) number / RUNS, action)));
    }
}
