package enifailover.harness.benchmark;

import enifailover.harness.benchmark.StartBenchmark.Taken;
import enifailover.harness.benchmark.StartVariants.Kind;
import enifailover.harness.benchmark.StartVariants.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Prints what the starts took, and holds the ratios against their goals. Every ratio is of two starts of the same
/// round, and its median counts; how much the do-nothing function varies on this machine stands beside them.
final class StartReport {
    /// Start and first event, of what the same function needs with the SDK's defaults.
    private static final double ON_DEMAND = 0.45;
    /// A primed first event's own work, of a warm one's.
    private static final double PRIMED = 2.5;

    private final Map<Variant, List<Taken>> taken;
    private final String processors;
    private final List<String> missed = new ArrayList<>();

    StartReport(Map<Variant, List<Taken>> taken, String processors) {
        this.taken = taken;
        this.processors = processors;
    }

    boolean print() {
        IO.println("milliseconds, median (least-most) of " + rounds() + " rounds; own: not waited for AWS; cpu: the"
                + " process's own processor time; " + processors);
        row(
                "",
                "start to ready",
                "first event",
                "own",
                "cpu",
                "warm event",
                "own",
                "cpu",
                "MB",
                "calls", // of the first event, of a warm one
                "TLS",
                "cpu 0");
        taken.forEach((variant, all) -> row(
                variant.message(),
                spread(all, Taken::start),
                spread(all, one -> one.first().took()),
                spread(all, one -> one.first().own()),
                spread(all, one -> one.first().cpu()),
                spread(all, one -> one.warm().took()),
                spread(all, one -> one.warm().own()),
                spread(all, one -> one.warm().cpu()),
                String.format(
                        Locale.ROOT, "%.0f", of(all, Taken::memory).sorted().getLast()),
                all.getLast().first().calls() + "/" + all.getLast().warm().calls(),
                Integer.toString(all.getFirst().first().connections()),
                String.format(Locale.ROOT, "%.0f", of(all, Taken::cpu).median())));
        IO.println(String.format(
                Locale.ROOT,
                "noise of this machine, by the do-nothing function: %.3f",
                of(nothing(), Taken::start).noise()));
        for (var variant : taken.keySet()) {
            switch (variant.kind()) {
                case ON_DEMAND, OTHER_OPTIONS ->
                    taken.keySet().stream()
                            .filter(other -> other.kind() == Kind.DEFAULTS
                                    && other.function()
                                            .name()
                                            .equals(variant.function().name()))
                            .forEach(other -> ratio(variant, other));
                case RESTORED -> primed(variant);
                case NOTHING, DEFAULTS, OTHER_CLIENT -> {}
            }
        }
        weights();
        missed.forEach(message -> IO.println("CHECK FAILED: " + message));
        return missed.isEmpty();
    }

    /// Of the package as it is and with every HTTP client; packed here, which takes a while.
    private void weights() {
        taken.keySet().stream()
                .filter(one -> one.kind() == Kind.ON_DEMAND || one.kind() == Kind.DEFAULTS)
                .limit(2)
                .forEach(one -> IO.println(String.format(
                        Locale.ROOT,
                        "package of %s: %.1f MB",
                        one.message(),
                        PackageWeight.total(one.zip()) / 1048576.0)));
    }

    private int rounds() {
        return nothing().size();
    }

    private List<Taken> nothing() {
        return taken.values().iterator().next();
    }

    private void ratio(Variant ours, Variant defaults) {
        var one = taken.getOrDefault(ours, List.of());
        var other = taken.getOrDefault(defaults, List.of());
        judge(
                ours.message() + ": start and first event / the same with the SDK's defaults",
                Spread.of(IntStream.range(0, one.size())
                        .mapToObj(i -> one.get(i).awake() / other.get(i).awake())),
                ON_DEMAND);
    }

    /// Judged by processor time, which is what the function itself does: what is not waited for AWS also has the
    /// server's half of each handshake in it, with a private key, and the time until the kernel wakes somebody.
    private void primed(Variant restored) {
        var all = taken.getOrDefault(restored, List.of());
        judge(
                restored.message() + ": processor time of the first event / of a warm one",
                Spread.of(all.stream().map(one -> one.first().cpu() / one.warm().cpu())),
                PRIMED);
        IO.println("    by the clock, not waited for AWS: "
                + Spread.of(all.stream()
                                .map(one -> one.first().own() / one.warm().own()))
                        .message("%.2f"));
    }

    private void judge(String what, Spread ratios, double goal) {
        var met = ratios.median() <= goal;
        IO.println(String.format(
                Locale.ROOT, "%s: %s, goal %.2f%s", what, ratios.message("%.2f"), goal, met ? "" : ", MISSED"));
        if (!met) {
            missed.add(what);
        }
    }

    private static Spread of(List<Taken> all, Function<Taken, Double> field) {
        return Spread.of(all.stream().map(field));
    }

    private static String spread(List<Taken> all, Function<Taken, Double> field) {
        return of(all, field).message("%.0f");
    }

    private static void row(String name, String... columns) {
        var row = new StringBuilder(String.format(Locale.ROOT, "%-44s", name));
        for (var i = 0; i < columns.length; i++) {
            row.append(String.format(Locale.ROOT, i < 7 ? "%18s" : "%7s", columns[i]));
        }
        IO.println(row.toString());
    }
}
