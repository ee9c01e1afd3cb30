package enifailover.harness.simulation.mutant;

import enifailover.harness.simulation.mutant.Mutant.Edit;
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
                    "assess/SplitGroup.java",
                    "if (!failed.isEmpty()) {",
                    "if (!failed.isEmpty() || move.isEmpty()) {"),
            Mutant.of(
                    "a free ENI goes to whoever is preferred, though a well instance has the others",
                    "assess/SplitGroup.java",
                    "Optional.of(working.iterator().next()),",
                    "Optional.empty(),"),
            Mutant.of(
                            "a written move gathers from whatever instance",
                            "assess/SplitGroup.java",
                            "if (move.isPresent() && unexpected.isEmpty()) {",
                            "if (move.isPresent()) {")
                    .from(13153),
            Mutant.of(
                    "what is surprising is believed at once",
                    "failover/SecondLook.java",
                    "if (!surprising(group, moveRequired) || surprised.equals(now)) {",
                    "if (surprises >= 0) {"),
            Mutant.of(
                            "an instance that EC2 does not know is gone at once",
                            "failover/SecondLook.java",
                            "return moveRequired.sources().stream().anyMatch(id -> group.instance(id).state() == InstanceState.GONE);",
                            "return false;")
                    .from(4857),
            Mutant.of(
                            "an event that EC2 contradicts is forgotten at once",
                            "failover/SecondLook.java",
                            "disagrees(group, noAction, trigger, now) ||",
                            "disagrees(group, noAction, trigger, Instant.EPOCH) ||")
                    .from(2791),
            Mutant.of(
                    "an old look is acted upon",
                    "failover/FailoverAttempt.java",
                    "return mayRecover ? seen.plus(OLDEST_LOOK) : Instant.MAX;",
                    "return Instant.MAX;"),
            Mutant.of(
                    "a group is not seen where its status checks are not",
                    "failover/SnapshotReader.java",
                    "Observation observation = ec2Reader.look(failoverRun.group, also);",
                    "Observation observation = ec2Reader.look(failoverRun.group, also); if (observation.warnings().stream().anyMatch(message -> message.contains(\"status checks\"))) { return Optional.empty(); }"),
            Mutant.of(
                    "the next standby is taken without a look whether it does better",
                    "failover/FailoverAttempt.java",
                    "if (worse.isPresent()) {",
                    "if (false) {"),
            Mutant.of(
                    "an attach that is refused by a code that says nothing ends the run",
                    "execute/ErrorHandling.java",
                    "return new ExecutionAborted(new ExecutionEnd.TargetRefused(eniMove.attach.target(), awsCallException.message()));",
                    "return new ExecutionAborted(awsCallException.refusal() == ErrorKind.UNEXPECTED ? new ExecutionEnd.Blocked(awsCallException.message()) : new ExecutionEnd.TargetRefused(eniMove.attach.target(), awsCallException.message()));"),
            Mutant.of(
                    "an attach that is denied is asked for again without an end",
                    "execute/ErrorHandling.java",
                    "if (denied.compareTo(DENIED_FOR) >= 0) {",
                    "if (false) {"),
            Mutant.of(
                    "a planned move ends at the first standby to which this role may attach nothing",
                    "execute/Executor.java",
                    "no.byTarget() ? new ExecutionEnd.TargetDenied(plan.target(), message) : new ExecutionEnd.Blocked(message));",
                    "new ExecutionEnd.Blocked(message));"),
            Mutant.of(
                    "a permanent refusal of a detach is retried",
                    "execute/ErrorHandling.java",
                    "executionContext.note(Step.Kind.DETACH, \"detach \" + eniMove.attach.eni(), Result.FAILED, now, awsCallException.message()); throw new ExecutionAborted(new ExecutionEnd.Blocked(awsCallException.message()));",
                    "eniMove.notBefore = now.plus(AGAIN);"),
            Mutant.of(
                            "a planned move that fails does not go back",
                            "plan/LastResort.java",
                            "return moveRequired.planned() && moveRequired.reason() == Reason.UNFINISHED",
                            "return false && moveRequired.reason() == Reason.UNFINISHED")
                    .from(14439),
            Mutant.of(
                    "without an agent there is no failover",
                    "plan/LastResort.java",
                    "if (doubtful.isEmpty() || !check.nobodyLoses()) {",
                    "if (true) {"),
            Mutant.of(
                    "a guest that routes by itself is sent commands",
                    "plan/PlanBuilder.java",
                    "if (!group.policy().routedBySsm()) { return false; }",
                    ""),
            Mutant.of(
                    "a guest that routes by itself needs an agent",
                    "plan/Eligibility.java",
                    "if (!group.policy().routedBySsm() || !standby.shell().routes()) {",
                    "if (!standby.shell().routes()) {"),
            Mutant.of(
                    "bad news is told once, whatever it is",
                    "failover/RunRecorder.java",
                    "last.situation().equals(failoverRun.situation(verdict))",
                    "!last.situation().isEmpty()"),
            Mutant.of(
                    "the cool-down holds for a holder that is off",
                    "assess/Assessor.java",
                    "&& !off(group, moveRequired)",
                    ""),
            Mutant.of(
                    "a target that stops is waited for",
                    "execute/TargetWatch.java",
                    "if (executionContext.since(last).compareTo(PERIOD) < 0) {",
                    "if (true) {"),
            new Mutant(
                    "a standby is rebooted without the lease",
                    "execute/Executor.java",
                    List.of(new Edit(".filter(_ -> executionContext.leaseGuard.lease().isPresent())", "")),
                    68_775));
}
