package enifailover.simulation.mutant;

import enifailover.simulation.mutant.Mutant.Edit;
import java.util.List;

/// Deliberate bugs by which what is well is moved, or what was moved does not come to rest.
final class RestMutants {
    private RestMutants() {}

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "an ENI counts as soon as it has the group's tag",
                    "assess/Adoption.java",
                    "eni -> all ? first.contains(eni) : memory.enis().containsKey(eni.id())",
                    "eni -> true"),
            Mutant.of(
                    "an instance counts as soon as it has the group's tag",
                    "assess/Adoption.java",
                    "member -> memory.members().isEmpty() || memory.members().contains(member.id())",
                    "member -> true"),
            Mutant.of(
                    "a newcomer takes the ENIs though another may",
                    "plan/Planner.java",
                    "return write(check, member, List.of());",
                    "return write(check, group.newcomers().members().stream().findFirst().orElse(member), List.of());"),
            Mutant.of(
                    "ENIs on two well instances are gathered",
                    "assess/Scattered.java",
                    "if (!failed.isEmpty()) {",
                    "if (!failed.isEmpty() || move.isEmpty()) {"),
            Mutant.of(
                    "a free ENI goes to whoever is preferred, though a well instance has the others",
                    "assess/Scattered.java",
                    "Optional.of(working.iterator().next()),",
                    "Optional.empty(),"),
            Mutant.of(
                            "a written move gathers from whatever instance",
                            "assess/Scattered.java",
                            "if (move.isPresent() && unexpected.isEmpty()) {",
                            "if (move.isPresent()) {")
                    .from(13153),
            Mutant.of(
                    "what is surprising is believed at once",
                    "flow/SecondLook.java",
                    "if (!surprising(group, go) || surprised.equals(now)) {",
                    "if (surprises >= 0) {"),
            Mutant.of(
                            "an instance that EC2 does not know is gone at once",
                            "flow/SecondLook.java",
                            "return go.leave().stream().anyMatch(id -> group.instance(id).state() == InstanceState.GONE);",
                            "return false;")
                    .from(4857),
            Mutant.of(
                            "an event that EC2 contradicts is forgotten at once",
                            "flow/SecondLook.java",
                            "disagrees(group, stay, trigger, now) ? disagreement() : Optional.empty();",
                            "disagrees(group, stay, trigger, Instant.MAX) ? disagreement() : Optional.empty();")
                    .from(2791),
            Mutant.of(
                    "an old look is acted upon",
                    "flow/Attempt.java",
                    "return mayRecover ? seen.plus(OLDEST_LOOK) : Instant.MAX;",
                    "return Instant.MAX;"),
            Mutant.of(
                    "a group is not seen where its status checks are not",
                    "flow/Lookout.java",
                    "Sight sight = observer.look(run.group, also);",
                    "Sight sight = observer.look(run.group, also); if (sight.warnings().stream().anyMatch(words -> words.contains(\"status checks\"))) { return Optional.empty(); }"),
            Mutant.of(
                    "the next standby is taken without a look whether it does better",
                    "flow/Attempt.java",
                    "if (worse.isPresent()) {",
                    "if (false) {"),
            Mutant.of(
                    "an attach that is refused by a code that says nothing ends the run",
                    "execute/Refusals.java",
                    "return new Ended(new End.TargetRefused(journey.attach.target(), refused.words()));",
                    "return new Ended(refused.refusal() == Refusal.UNEXPECTED ? new End.Blocked(refused.words()) : new End.TargetRefused(journey.attach.target(), refused.words()));"),
            Mutant.of(
                    "an attach that is denied is asked for again without an end",
                    "execute/Refusals.java",
                    "if (denied.compareTo(DENIED_FOR) >= 0) {",
                    "if (false) {"),
            Mutant.of(
                    "a planned move ends at the first standby to which this role may attach nothing",
                    "execute/Executor.java",
                    "no.byTarget() ? new End.TargetDenied(plan.target(), words) : new End.Blocked(words));",
                    "new End.Blocked(words));"),
            Mutant.of(
                    "a permanent refusal of a detach is retried",
                    "execute/Refusals.java",
                    "course.note(\"detach \" + journey.attach.eni(), Result.FAILED, now, refused.words()); throw new Ended(new End.Blocked(refused.words()));",
                    "journey.notBefore = now.plus(AGAIN);"),
            Mutant.of(
                            "a planned move that fails does not go back",
                            "plan/LastResort.java",
                            "return go.planned() && go.reason() == Reason.UNFINISHED",
                            "return false && go.reason() == Reason.UNFINISHED")
                    .from(14439),
            Mutant.of(
                    "without an agent there is no failover",
                    "plan/LastResort.java",
                    "if (doubtful.isEmpty() || !check.nobodyLoses()) {",
                    "if (true) {"),
            Mutant.of(
                    "a guest that routes by itself is sent commands",
                    "plan/PlanWriter.java",
                    "if (!group.policy().routedBySsm()) { return false; }",
                    ""),
            Mutant.of(
                    "a guest that routes by itself needs an agent",
                    "plan/Eligibility.java",
                    "if (!group.policy().routedBySsm() || !standby.shell().routes()) {",
                    "if (!standby.shell().routes()) {"),
            Mutant.of(
                    "bad news is told once, whatever it is",
                    "flow/Books.java",
                    "last.situation().equals(run.situation(verdict))",
                    "!last.situation().isEmpty()"),
            Mutant.of("the cool-down holds for a holder that is off", "assess/Assessor.java", "&& !off(group, go)", ""),
            Mutant.of(
                    "a target that stops is waited for",
                    "execute/TargetWatch.java",
                    "if (course.since(last).compareTo(PERIOD) < 0) {",
                    "if (true) {"),
            new Mutant(
                    "a standby is rebooted without the lease",
                    "execute/Executor.java",
                    List.of(new Edit(".filter(_ -> course.guard.lease().isPresent())", "")),
                    1));
}
