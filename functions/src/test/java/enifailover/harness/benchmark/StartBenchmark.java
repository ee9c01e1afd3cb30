package enifailover.harness.benchmark;

import enifailover.harness.benchmark.StartVariants.Variant;
import enifailover.harness.rehearsal.FunctionProcess;
import enifailover.harness.rehearsal.Progress;
import enifailover.harness.rehearsal.RuntimeApi.Returned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How soon the functions are awake: `mvn -q test-compile exec:exec@start`. Starts each as a process of its own under
/// the runtime interface client, round by round with a function that does nothing and with the same functions as the
/// SDK's defaults make them, against an AWS that answers at once over TLS. Ends with an error when a goal is missed.
///
/// `-Dplay="--rounds 5"` for fewer rounds than 15, `--only FailoverFunction` for one function; `--memory 512` for
/// another size than the template's, with as much of a processor as Lambda gives to that; `--jvm "-Xlog:class+load"`
/// for more options of the functions' JVM, whose output is in `target/start`; `--options "-Xint;-Xshare:off"` to start
/// each function with these too, instead of the template's `JAVA_TOOL_OPTIONS`, in turn with the rest.
public final class StartBenchmark {
    private static final int ROUNDS = 15;
    private static final int WARM = 10;
    private static final Path LOGS = Path.of("target", "start");

    private final TlsTheatre theatre;
    private final Optional<Quota> quota;
    private final StartVariants.Wanted wanted;
    private final List<String> jvm;
    private final Apart apart;
    private final int rounds;

    private StartBenchmark(
            TlsTheatre theatre,
            Optional<Quota> quota,
            StartVariants.Wanted wanted,
            List<String> jvm,
            Apart apart,
            int rounds) {
        this.theatre = theatre;
        this.quota = quota;
        this.wanted = wanted;
        this.jvm = jvm;
        this.apart = apart;
        this.rounds = rounds;
    }

    /// One start, in milliseconds and megabytes.
    ///
    /// @param start from the process to the first question for an event
    /// @param cpu of the process until then
    /// @param first the first event
    /// @param warm an event later; each of its figures is the median of several
    record Taken(double start, double cpu, Event first, Event warm, double memory) {
        double awake() {
            return start + first.took();
        }
    }

    /// One event, in milliseconds.
    ///
    /// @param took from its hand-over to the answer
    /// @param own of that, not waited for AWS's answers
    /// @param cpu the process's
    /// @param connections that were made
    record Event(double took, double own, double cpu, int calls, int connections) {}

    public static void main(String[] arguments) throws Exception {
        var options = List.of(arguments);
        var good = false;
        try (var theatre = TlsTheatre.open()) {
            var memory = option(options, "--memory").map(Integer::valueOf);
            var quota = memory.map(Quota::ofMemory);
            var rounds = option(options, "--rounds").map(Integer::valueOf).orElse(ROUNDS);
            var jvm = new ArrayList<>(theatre.options());
            option(options, "--jvm").ifPresent(more -> jvm.addAll(List.of(more.split(" ", -1))));
            var others = option(options, "--options")
                    .map(all -> List.of(all.split(";", -1)))
                    .orElse(List.of());
            var variants = new StartVariants.Wanted(option(options, "--only"), others, memory);
            good = new StartBenchmark(theatre, quota, variants, jvm, Apart.made(), rounds).run();
            quota.ifPresent(Quota::close);
        } catch (Exception failure) {
            IO.println("the benchmark broke: " + failure); // the exit below would hide it
            Stream.of(failure.getStackTrace()).forEach(line -> IO.println("    " + line));
        }
        System.exit(good ? 0 : 1);
    }

    private static Optional<String> option(List<String> options, String name) {
        var at = options.indexOf(name);
        return at < 0 || at + 1 >= options.size() ? Optional.empty() : Optional.of(options.get(at + 1));
    }

    private boolean run() throws Exception {
        var variants = StartVariants.of(theatre, wanted);
        var taken = new LinkedHashMap<Variant, List<Taken>>();
        for (var round = 0; round <= rounds; round++) {
            for (var variant : variants) {
                Progress.show("round " + round + " of " + rounds + ": " + variant.message());
                var one = start(variant);
                if (round > 0) { // the first fills the file cache
                    taken.computeIfAbsent(variant, unused -> new ArrayList<>()).add(one);
                }
            }
        }
        Progress.show("");
        return new StartReport(taken, quota.map(Quota::message).orElse(apart.message())).print();
    }

    private Taken start(Variant variant) throws Exception {
        var log = LOGS.resolve(variant.message().replaceAll("\\W+", "-") + ".log");
        // A quota may be used on any processor, as on Lambda.
        var prefix = new ArrayList<>(quota.map(Quota::prefix).orElse(apart.prefix()));
        prefix.addAll(variant.prefix());
        var begun = System.nanoTime();
        try (var process = FunctionProcess.start(variant.function(), variant.zip(), prefix, jvm, log)) {
            process.awaitReady();
            var start = System.nanoTime() - begun;
            var cpu = process.cpu();
            var first = event(process, variant);
            var later = new ArrayList<Event>();
            for (var i = 0; i < WARM; i++) {
                later.add(event(process, variant));
            }
            return new Taken(
                    start / 1e6,
                    cpu.toNanos() / 1e6,
                    first,
                    median(later.subList(WARM / 2, WARM)),
                    process.peakMemoryMb());
        }
    }

    private static Event median(List<Event> some) {
        return new Event(
                Spread.of(some.stream().map(Event::took)).median(),
                Spread.of(some.stream().map(Event::own)).median(),
                Spread.of(some.stream().map(Event::cpu)).median(),
                some.getLast().calls(),
                some.getLast().connections());
    }

    private Event event(FunctionProcess process, Variant variant) throws Exception {
        var cpu = process.cpu();
        var from = System.nanoTime();
        var answer = process.invoke(variant.event()).get();
        var to = System.nanoTime();
        var used = process.cpu().minus(cpu);
        if (!(answer instanceof Returned returned) || !returned.body().contains(variant.answers())) {
            throw new IllegalStateException(variant.message() + " answered " + answer);
        }
        var away = theatre.away(from, to);
        return new Event(
                (to - from) / 1e6,
                (to - from - away.time().toNanos()) / 1e6,
                used.toNanos() / 1e6,
                away.calls(),
                away.connections());
    }
}
