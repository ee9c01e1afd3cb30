package enifailover.harness.rehearsal;

import enifailover.harness.rehearsal.Scenery.Call;
import enifailover.harness.rehearsal.Scenery.Place;
import java.time.Instant;
import java.util.function.Predicate;

/// Compares the Region with what must be so. What a function says of itself is not asked here.
record Verification(Scenery region, Expectations expectations) {

    /// All ENIs of a group are attached to this instance, each at the index it had.
    void placed(Cast cast, String instance) {
        for (var eni : cast.enis()) {
            expectations.equal(
                    eni + " is",
                    new Place(instance, cast.index(eni), "attached").toString(),
                    region.place(eni).map(Place::toString).orElse("attached nowhere"));
        }
    }

    /// The guest of this instance has applied and verified their routing.
    void routed(Cast cast, String instance) {
        for (var eni : cast.enis()) {
            expectations.equal(
                    "routing of " + eni + " on " + instance + " is",
                    "applied",
                    region.routed(eni, instance) ? "applied" : "not applied");
        }
    }

    /// The guest of this instance has forgotten their routing.
    void cleaned(Cast cast, String instance) {
        for (var eni : cast.enis()) {
            expectations.equal(
                    "routing of " + eni + " on " + instance + " is",
                    "gone",
                    region.routed(eni, instance) ? "still there" : "gone");
        }
    }

    /// So many commands of this verb were sent to this instance.
    void commands(Instant since, String verb, String instance, int wanted) {
        expectations.equal(
                "commands \"" + verb + "\" to " + instance + ":",
                (long) wanted,
                region.calls(since).stream()
                        .filter(call -> call.action().equals("SendCommand")
                                && call.subject().startsWith(instance)
                                && call.subject().endsWith(verb))
                        .count());
    }

    /// So many detaches and attaches, and no other change, were asked of EC2.
    void changes(Instant since, int detaches, int attaches) {
        var changes = region.calls(since).stream().filter(Call::change).toList();
        Predicate<Call> detach = call -> call.action().equals("DetachNetworkInterface");
        Predicate<Call> attach = call -> call.action().equals("AttachNetworkInterface");
        expectations.equal(
                "changes asked of EC2:",
                message(detaches, attaches, 0),
                message(
                        changes.stream().filter(detach).count(),
                        changes.stream().filter(attach).count(),
                        changes.stream().filter(detach.or(attach).negate()).count()));
    }

    private static String message(long detaches, long attaches, long others) {
        return detaches + " detach, " + attaches + " attach, " + others + " other";
    }
}
