package enifailover.harness.simulation.mutant;

import enifailover.harness.simulation.mutant.Mutant.Edit;
import java.util.List;
import java.util.stream.Stream;

/// The deliberate bugs.
final class Mutants {
    private Mutants() {}

    /// All of them, by subject.
    static List<Mutant> everything() {
        return Stream.of(
                        ALL, RestMutants.ALL, RareMutants.ALL, SharingMutants.ALL, BrakeMutants.ALL, ServiceMutants.ALL)
                .flatMap(List::stream)
                .toList();
    }

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "the lease is never renewed and never looked at again",
                    "execute/LeaseGuard.java",
                    "if (lasts(held, TTL.dividedBy(2))) {",
                    "if (true) {"),
            Mutant.of(
                    "the owner check is dropped: who has lost the lease goes on",
                    "execute/LeaseGuard.java",
                    "newest = groupStore.renew(held, TTL);",
                    "try { newest = groupStore.renew(held, TTL); } catch (LeaseLost dropped) { return; }"),
            Mutant.of(
                    "a busy lease is taken for none",
                    "failover/Failover.java",
                    "case HeldByOther heldByOther -> {",
                    "case HeldByOther heldByOther -> { if (!heldByOther.owner().equals(runId)) { yield degraded(group, runMode, reportBuilder, deadline); }"),
            Mutant.of(
                    "the event is taken at its word",
                    "assess/HealthEvaluator.java",
                    "return switch (instance.state()) {",
                    "if (trigger.instance().filter(instance.id()::equals).isPresent() && trigger.cause() == Cause.STATE_CHANGE) { return new HealthResult(Health.FAILED, who); } return switch (instance.state()) {"),
            Mutant.of(
                    "a status check is acted upon in its first minute",
                    "assess/HealthEvaluator.java",
                    "if (young && !vouchedFor(instance, trigger)) {",
                    "if (false && young && !vouchedFor(instance, trigger)) {"),
            Mutant.of(
                    "the pause is ignored",
                    "assess/Assessor.java",
                    "if (group.policy().pausedAt(now)) {",
                    "if (false) {"),
            Mutant.of("the cool-down is ignored", "assess/Assessor.java", "if (left.isPositive()) {", "if (false) {"),
            // Either alone is mended by the sweep, which knows the other.
            new Mutant(
                    "every end forgets the open move, and takes its target's routing for verified",
                    "failover/FailoverRun.java",
                    List.of(
                            new Edit("boolean clears = completed || atRest;", "boolean clears = true;"),
                            new Edit("if (completed && last != null) {", "if (last != null) {")),
                    1),
            Mutant.of(
                            "the sweep overlooks an open move of a well group",
                            "sweep/Sweep.java",
                            "boolean ended = unfinished && noAction.verdict() == Verdict.HEALTHY;",
                            "boolean ended = false;")
                    .from(2533),
            Mutant.of(
                    "the sweep takes routing for verified wherever the ENIs are",
                    "assess/UnverifiedRouting.java",
                    "return group.policy().routedBySsm() && former(group, id)",
                    "return false && former(group, id)"),
            new Mutant(
                    "only the first look of a run is made",
                    "failover/Failover.java",
                    List.of(
                            new Edit(
                                    "SecondLook looks = new SecondLook();",
                                    "SecondLook looks = new SecondLook(); Optional<GroupSnapshot> first = Optional.empty();"),
                            new Edit(
                                    "GroupSnapshot group = observed.get();",
                                    "first = first.isPresent() ? first : observed; GroupSnapshot group = first.get();")),
                    1),
            Mutant.of(
                    "eligibility is not asked",
                    "plan/StandbyCheck.java",
                    "return Eligibility.refusals(\n                group, standby, slots(standby, new ArrayList<>()), targetExclusions.reservedOn(standby.id()), checked(standby));",
                    "return List.of();"),
            Mutant.of(
                    "only one ENI of a group is moved",
                    "plan/PlanBuilder.java",
                    ": Policy.DETACH_OF_A_FAILURE); for (Eni eni : moving) {",
                    ": Policy.DETACH_OF_A_FAILURE); for (Eni eni : moving.subList(0, Math.min(1, moving.size()))) {"),
            Mutant.of(
                    "the device index is one too high",
                    "plan/PlanBuilder.java",
                    "return Objects.requireNonNull(slots.get(eni.id()), \"every ENI of the group has a slot\");",
                    "DevicePosition right = Objects.requireNonNull(slots.get(eni.id())); return new DevicePosition(right.deviceIndex() + 1, right.networkCard());"),
            Mutant.of(
                    "nobody is fenced",
                    "plan/PlanBuilder.java",
                    "if (group.policy().fence() == Policy.Fence.STOP) {",
                    "if (false) {"),
            Mutant.of(
                    "the fence is not waited for",
                    "execute/InstanceStateSteps.java",
                    "if (!await(id, off,",
                    "if (!await(id, off.or(s -> true),"),
            new Mutant(
                    "whoever holds an ENI is fenced, well or not",
                    "plan/PlanBuilder.java",
                    List.of(
                            new Edit(
                                    "if (old.state().fenced() || !moveRequired.sources().contains(old.id())) { return false; }",
                                    ""),
                            new Edit(
                                    "return old.state().leaving() || (!moveRequired.planned() && failed);",
                                    "return !old.state().fenced();")),
                    1),
            Mutant.of(
                    "the attach does not wait for the detach",
                    "execute/EniMove.java",
                    "return longer(detachSent, now, graceful) ? new DetachNow(present.id(), true) : new Wait();",
                    "return new AttachNow();"),
            Mutant.of(
                            "the fencing id is ignored: whatever attachment is there is detached",
                            "execute/EniMove.java",
                            "return detach.isPresent() && present.id().equals(detach.get().from().id());",
                            "return detach.isPresent();")
                    .from(1501),
            Mutant.of(
                    "an ENI in use counts as arrived, without a look",
                    "execute/ErrorHandling.java",
                    "case IN_USE -> patient(eniMove, now);",
                    "case IN_USE -> throw new ExecutionAborted(new ExecutionEnd.Completed(\"it is in use, so it is there\"));"),
            Mutant.of(
                    "attaching counts as attached",
                    "execute/EniMove.java",
                    "if (present.status() == AttachmentStatus.ATTACHED) {",
                    "if (present.status() != AttachmentStatus.DETACHING) {"),
            Mutant.of(
                    "routing that is not verified is taken for done",
                    "execute/RoutingCommand.java",
                    "case NOT_VERIFIED, NOT_DELIVERED -> throw notRouted(step, started, result.message());",
                    "case NOT_VERIFIED, NOT_DELIVERED -> executionContext.note(step, Result.WARNED, started, result.message());"),
            Mutant.of(
                            "waits for an instance know no deadline",
                            "execute/InstanceStateSteps.java",
                            "while (executionContext.since(started).compareTo(timeout) < 0) { executionContext.leaseGuard.check(); executionContext.checkDeadline(step.message());",
                            "while (executionContext.since(started).compareTo(timeout.multipliedBy(9)) < 0) { executionContext.leaseGuard.check();")
                    .from(965),
            Mutant.of(
                    "without a table everything is moved",
                    "failover/DegradedMode.java",
                    "boolean plain = group.onOneInstance()",
                    "boolean plain = true || group.onOneInstance()"),
            Mutant.of(
                    "the switch over all groups is ignored",
                    "failover/AutomationGate.java",
                    "if (!(assessment instanceof MoveRequired moveRequired) || failoverRun.brake.isEmpty() || failoverRun.moved) {",
                    "if (true) { return assessment; } if (!(assessment instanceof MoveRequired moveRequired) || failoverRun.brake.isEmpty() || failoverRun.moved) {"),
            Mutant.of(
                    "the tag that fixes a device index is not read",
                    "plan/DeviceAssignments.java",
                    "Integer index = group.policy().deviceIndex().get(eni.id());",
                    "Integer index = null;"),
            Mutant.of(
                            "a guest that has just booted is rebooted again",
                            "execute/RebootRecovery.java",
                            "return noShow.up().map(up -> up.compareTo(FRESH) >= 0).orElse(false);",
                            "return true;")
                    .from(14760),
            Mutant.of(
                            "an instance that carries another's interface is rebooted",
                            "plan/PlanBuilder.java",
                            "if (others.isEmpty()) {",
                            "if (true) {")
                    .from(1231),
            Mutant.of(
                            "an instance to which a person has moved an ENI is rebooted",
                            "plan/PlanBuilder.java",
                            "if (!group.policy().rebootsOnNoShow() || wayBack || moveRequired.reason() == Reason.UNVERIFIED) {",
                            "if (!group.policy().rebootsOnNoShow() || wayBack) {")
                    .from(5096),
            Mutant.of(
                    "a standby is rebooted though no tag asks for it",
                    "plan/PlanBuilder.java",
                    "if (!group.policy().rebootsOnNoShow() || wayBack || moveRequired.reason() == Reason.UNVERIFIED) {",
                    "if (wayBack || moveRequired.reason() == Reason.UNVERIFIED) {"),
            Mutant.of(
                            "the move is not written down",
                            "execute/Executor.java",
                            "Optional<String> problem = memory.unfinished().flatMap(moveRecord -> executionContext.leaseGuard.recordMove(moveRecord, memory.enis()));",
                            "Optional<String> problem = Optional.empty();")
                    .from(3612));
}
