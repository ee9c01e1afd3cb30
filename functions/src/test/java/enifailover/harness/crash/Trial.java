package enifailover.harness.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.harness.crash.Line.Done;
import enifailover.harness.rehearsal.EventFile;
import enifailover.harness.rehearsal.RuntimeApi.Failed;
import enifailover.harness.rehearsal.RuntimeApi.Returned;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One kill: the active fails, its event wakes a process, the process dies, and somebody else has to finish.
final class Trial {
    private static final Path EVENT = Path.of("events", "ec2-state-change-stopped.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    /// What a lease's end is missed by.
    private static final Duration MARGIN = Duration.ofMillis(50);
    /// The group has to be at rest after so many, the first of which may meet the dead one's lease.
    private static final int MOST_SWEEPS = 2;

    private final Company company;
    private final Kill kill;
    private final World world;
    private final String event;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private Optional<Call> struck = Optional.empty();
    private Duration alive = Duration.ZERO;
    private Duration held = Duration.ZERO;

    Trial(Company company, Kill kill, World world) throws Exception {
        this.company = company;
        this.kill = kill;
        this.world = world;
        var file = EventFile.read(EVENT);
        var original = file.instances().getFirst();
        this.event = file.about(Map.of(original, world.cast().active()))
                .happening(Instant.now())
                .text();
    }

    /// The call at which the process died; empty where it ended before that call.
    Optional<Call> struck() {
        return struck;
    }

    /// The active fails, and the process that is woken dies.
    void strike() throws Exception {
        var victim = company.spares().take();
        var line = Line.doomed(world, kill.blow(), victim.process()::kill);
        lines.add(line);
        company.door().connect(victim.accessKey(), line);
        world.fails();
        var answer = victim.process().invoke(event).get();
        victim.process().close();
        struck = line.struck();
        alive = answer.took();
        if (struck.isEmpty()) {
            switch (answer) {
                case Returned returned -> verdicts.addAll(verdicts(returned));
                case Failed failed -> broken.add("the run that nobody killed failed: " + failed.error());
            }
        }
    }

    /// Those come who have to finish, and then the judge.
    Finding finish() throws Exception {
        if (struck.isPresent()) {
            rescue();
        }
        broken.addAll(Judge.broken(world, asked()));
        // Whatever is broken already would be mended, or made worse, by one more sweep: that is another story.
        if (broken.isEmpty()) {
            broken.addAll(Judge.restless(wake(company.sweep()).done()));
        }
        return new Finding(kill, struck, alive, held, verdicts, asked(), broken);
    }

    private void rescue() throws Exception {
        held = lease();
        switch (kill.by()) {
            case RETRY -> {
                awaitLease();
                wake(event);
            }
            case SWEEP -> {
                // The schedule knows nothing of leases: it may come at once, and then must not touch anything.
                if (!held.isZero()) {
                    var over = Instant.now().plus(held);
                    var early = Judge.changes(wake(company.sweep()).done());
                    // On a machine that is too busy for it, it was not early.
                    if (!early.isEmpty() && Instant.now().isBefore(over)) {
                        broken.add("a sweep changed something while the dead one's lease held: " + early);
                    }
                }
                for (var sweep = 0; sweep < MOST_SWEEPS && !restored(); sweep++) {
                    awaitLease();
                    wake(company.sweep());
                }
            }
        }
    }

    private Duration lease() {
        return Row.of(world).held(Instant.now());
    }

    private boolean restored() {
        return Judge.broken(world, asked()).isEmpty();
    }

    private void awaitLease() throws InterruptedException {
        var left = lease();
        if (!left.isZero()) {
            Thread.sleep(left.plus(MARGIN));
        }
    }

    private Line wake(String input) throws Exception {
        var line = Line.of(world);
        lines.add(line);
        var process = company.finishers().take();
        try {
            company.door().connect(process.accessKey(), line);
            switch (process.process().invoke(input).get()) {
                case Returned returned -> verdicts.addAll(verdicts(returned));
                case Failed failed -> broken.add("who came after failed: " + failed.error());
            }
        } finally {
            company.finishers().put(process);
        }
        return line;
    }

    private static List<String> verdicts(Returned returned) throws Exception {
        var found = new ArrayList<String>();
        JsonNode answer = JSON.readTree(returned.body());
        answer.path("reports")
                .forEach(report -> found.add(report.path("verdict").asText()));
        return found;
    }

    /// All that was asked of AWS in this world so far.
    List<Done> asked() {
        return lines.stream().flatMap(line -> line.done().stream()).toList();
    }
}
