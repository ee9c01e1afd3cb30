package enifailover.harness.crash;

import enifailover.harness.crash.Blow.At;
import enifailover.harness.crash.Blow.Labelled;
import enifailover.harness.crash.Blow.Nth;
import enifailover.harness.crash.Blow.When;
import enifailover.harness.crash.Kill.By;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Kill after kill, until a run ends before its n-th call. One process is killed at a time; meanwhile the leases of
/// the dead run out, all side by side, and those are finished whose lease is over.
final class Series implements AutoCloseable {
    /// No run makes so many calls: beyond it something goes round in circles.
    private static final int MOST = 300;

    private final Company company;
    private final Worlds worlds;
    private final Options options;
    private final int enis;
    private final ExecutorService finishing = Executors.newVirtualThreadPerTaskExecutor();
    private final ArrayDeque<Future<Finding>> pending = new ArrayDeque<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> met = new TreeSet<>();

    /// @param options what is to be tried, and on which AWS
    /// @param enis how many there are in each group
    Series(Company company, Worlds worlds, Options options, int enis) {
        this.company = company;
        this.worlds = worlds;
        this.options = options;
        this.enis = enis;
    }

    /// Kills all that the options ask for; the last of them are not finished yet when it returns.
    Series kill() throws Exception {
        if (options.at().isPresent()) {
            for (var way : ways(options.at().get())) {
                var unused = strike(way);
            }
        } else {
            everyCall();
        }
        return this;
    }

    /// What came of all of them.
    List<Finding> end() throws Exception {
        while (!pending.isEmpty()) {
            tell(pending.remove().get());
        }
        return List.copyOf(findings);
    }

    private void everyCall() throws Exception {
        for (var n = 1; n <= MOST; n++) {
            var ways = ways(new Nth(n));
            // A read that nobody hears the answer of is a read that was not made: one way is enough, each in its turn.
            for (var way : options.all() ? ways : List.of(ways.get(n % ways.size()))) {
                var trial = strike(way);
                if (trial.struck().isEmpty()) {
                    everyChange(trial);
                    return;
                }
            }
        }
        throw new IllegalStateException("a run made more than " + MOST + " calls");
    }

    /// A change has been made, or not, and then differs who finishes: every change of a whole run, in every way. Found
    /// by its name, because calls that leave side by side change places from run to run.
    private void everyChange(Trial whole) throws Exception {
        for (var done : whole.asked()) {
            for (var way : ways(new Labelled(done.call().label()))) {
                if (done.call().changes() && !met.contains(met(done.call(), way))) {
                    var unused = strike(way);
                }
            }
        }
    }

    private static String met(Call call, Kill kill) {
        return call.label() + " " + kill.way();
    }

    private List<Kill> ways(At at) {
        return Stream.of(When.values())
                .filter(when -> options.when().filter(only -> only != when).isEmpty())
                .flatMap(when -> Stream.of(By.values())
                        .filter(by -> options.by().filter(only -> only != by).isEmpty())
                        .map(by -> new Kill(options.on(), enis, new Blow(at, when), by)))
                .toList();
    }

    private Trial strike(Kill kill) throws Exception {
        var world = worlds.fresh(company.worlds().incrementAndGet(), kill.enis());
        var trial = new Trial(company, kill, world);
        trial.strike();
        trial.struck().ifPresent(call -> met.add(met(call, kill)));
        pending.add(finishing.submit(() -> {
            try (world) {
                return trial.finish();
            }
        }));
        while (!pending.isEmpty() && pending.peek().isDone()) {
            tell(pending.remove().get());
        }
        return trial;
    }

    private void tell(Finding finding) {
        findings.add(finding);
        IO.println(finding.line());
        finding.broken().forEach(sentence -> IO.println("      " + sentence));
        if (!finding.broken().isEmpty()) {
            IO.println("      again: " + finding.kill().command());
        }
    }

    @Override
    public void close() {
        finishing.shutdownNow();
    }
}
