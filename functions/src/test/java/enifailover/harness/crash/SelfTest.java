package enifailover.harness.crash;

import enifailover.harness.crash.Blow.Labelled;
import enifailover.harness.crash.Blow.When;
import enifailover.harness.crash.Kill.By;
import enifailover.harness.crash.Line.Done;
import enifailover.harness.simulation.mutant.PatchedClasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A judge that finds nothing proves nothing. Here something is wrong each time, and has to be found: nobody finishes,
/// the world is not as it was, or those who come after have a deliberate bug.
final class SelfTest {
    private static final Kill AFTER_DETACH =
            new Kill("region", 1, new Blow(new Labelled("ec2:DetachNetworkInterface:1"), When.AFTER), By.SWEEP);
    /// The ENI is at the standby, and nobody has asked whether its guest routes it.
    private static final Kill BEFORE_VERIFIED =
            new Kill("region", 1, new Blow(new Labelled("ssm:GetCommandInvocation:1"), When.BEFORE), By.SWEEP);

    private final Company company;
    private final Worlds worlds;
    private final List<String> said = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    private SelfTest(Company company, Worlds worlds) {
        this.company = company;
        this.worlds = worlds;
    }

    /// Plays it beside whatever else is played.
    ///
    /// @return whether the judge has found everything
    static boolean play(Company company, Worlds worlds) throws Exception {
        var test = new SelfTest(company, worlds);
        test.play();
        test.said.forEach(IO::println);
        IO.println(
                test.missed.isEmpty()
                        ? "self-test: " + test.said.size()
                                + " times something was wrong, and the judge found it each time"
                        : "self-test: NOT FOUND: " + String.join("; ", test.missed));
        return test.missed.isEmpty();
    }

    private void play() throws Exception {
        // Each waits for a dead one's lease; they wait together.
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = List.of(
                    together.submit(() -> {
                        nobodyComes();
                        return true;
                    }),
                    together.submit(() -> {
                        broken(
                                "a sweep that takes an ENI that has arrived for a move that has ended",
                                BEFORE_VERIFIED,
                                // Two edits: by where the table remembers it the sweep would notice all the same.
                                both(
                                        PatchedClasses.of(
                                                "assess/Assessor.java",
                                                "if (move.isPresent() && move.get().to().equals(holder.id()) && !arrived) {",
                                                "if (false) {"),
                                        PatchedClasses.of(
                                                "assess/UnverifiedRouting.java",
                                                "&& former(group, id).filter(known -> !known.equals(holder)).isPresent()",
                                                "&& false")),
                                "a report SUCCEEDED");
                        return true;
                    }),
                    together.submit(() -> {
                        broken(
                                "a run that does not respect the lease of another",
                                AFTER_DETACH,
                                PatchedClasses.of(
                                        "failover/Failover.java",
                                        "case HeldByOther heldByOther -> {",
                                        "case HeldByOther heldByOther -> { if (!heldByOther.owner().equals(runId)) { yield degraded(group, runMode, reportBuilder, deadline); }"),
                                "a sweep changed something while the dead one's lease held");
                        return true;
                    }));
            for (var one : running) {
                one.get();
            }
        }
    }

    private static Map<String, byte[]> both(Map<String, byte[]> one, Map<String, byte[]> other) {
        var all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }

    private World world() throws Exception {
        return worlds.fresh(company.worlds().incrementAndGet(), 1);
    }

    private void nobodyComes() throws Exception {
        try (var world = world()) {
            var trial = new Trial(company, AFTER_DETACH, world);
            trial.strike();
            var left = Judge.broken(world, trial.asked());
            Stream.of(
                            "attachments of",
                            "attaches that EC2",
                            "the lease",
                            "a move that is written",
                            "a report SUCCEEDED")
                    .forEach(beginning -> found("killed after the detach, nobody comes", left, beginning));
            var finished = trial.finish();
            if (!finished.broken().isEmpty()) {
                missed.add("finished by the sweep it should be well: " + finished.broken());
            }
            plant(world, finished.asked());
        }
    }

    private void plant(World world, List<Done> asked) {
        var cast = world.cast();
        found(
                "an ENI at another index",
                Judge.broken(new Lying(world, List.of(cast.standby() + " at 2, attached"), true), asked),
                "attachments of");
        found(
                "an ENI with two attachments",
                Judge.broken(
                        new Lying(
                                world,
                                List.of(cast.standby() + " at 1, attached", cast.active() + " at 1, attached"),
                                true),
                        asked),
                "attachments of");
        found(
                "a guest that routes nothing",
                Judge.broken(new Lying(world, world.attachments(cast.enis().getFirst()), false), asked),
                "routing of");
        found("a second detach", Judge.broken(world, with(asked, "ec2 DetachNetworkInterface")), "detaches that EC2");
        found("a second attach", Judge.broken(world, with(asked, "ec2 AttachNetworkInterface")), "attaches that EC2");
        found(
                "a report that did not arrive",
                Judge.broken(world, without(asked, "events PutEvents")),
                "a report SUCCEEDED");
        var unused = world.table().updateItem(update -> update.tableName(world.tableName())
                .key(Map.of("group", AttributeValue.fromS("*"), "item", AttributeValue.fromS(cast.group())))
                .updateExpression("SET #owner = :somebody REMOVE automatic_at")
                .expressionAttributeNames(Map.of("#owner", "owner"))
                .expressionAttributeValues(Map.of(":somebody", AttributeValue.fromS("somebody"))));
        found("a lease that nobody gave back", Judge.broken(world, asked), "the lease");
        found("a cool-down that is forgotten", Judge.broken(world, asked), "the failover is remembered");
    }

    private static List<Done> with(List<Done> asked, String kind) {
        var again = asked.stream().filter(is(kind)).findFirst().orElseThrow();
        return Stream.concat(asked.stream(), Stream.of(again)).toList();
    }

    private static List<Done> without(List<Done> asked, String kind) {
        return asked.stream().filter(is(kind).negate()).toList();
    }

    private static Predicate<Done> is(String kind) {
        return done -> done.accepted() && done.call().kind().equals(kind);
    }

    /// Those who come after are of a build with a bug.
    private void broken(String bug, Kill kill, Map<String, byte[]> classes, String beginning) throws Exception {
        var finisher = company.spares().broken(classes);
        var others = new Company(
                company.door(),
                company.spares(),
                new LinkedBlockingQueue<>(List.of(finisher)),
                company.sweep(),
                company.worlds());
        try (var world = world()) {
            var trial = new Trial(others, kill, world);
            trial.strike();
            found(bug, trial.finish().broken(), beginning);
        }
    }

    private synchronized void found(String what, List<String> broken, String beginning) {
        var sentence = broken.stream().filter(one -> one.startsWith(beginning)).findFirst();
        said.add("  " + what + ": "
                + sentence.map(message -> "found: " + message).orElse("NOT FOUND"));
        if (sentence.isEmpty()) {
            missed.add(what + " (" + beginning + ")");
        }
    }
}
