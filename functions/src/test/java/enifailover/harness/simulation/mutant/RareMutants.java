package enifailover.harness.simulation.mutant;

import java.util.List;

/// Deliberate bugs that only a rare schedule shows: each is hunted from where it was once seen.
final class RareMutants {
    private RareMutants() {}

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                            "a second look that shows another holder failed is believed",
                            "failover/SecondLook.java",
                            "new Surprise(moveRequired.reason(), places(group), moveRequired.sources())",
                            "new Surprise(moveRequired.reason(), places(group), Set.of())")
                    .from(174979),
            Mutant.of(
                            "the sweep writes over what was adopted since it has read",
                            "sweep/Sweep.java",
                            "groupStore.saveAttachments(group.name(), memory, seen.enis(), seen.members());",
                            "groupStore.saveAttachments(group.name(), seen.enis(), seen.members());")
                    .from(116530),
            Mutant.of(
                            "an ENI that is free at a group's first sight is not written down",
                            "failover/FailoverRun.java",
                            "known.putIfAbsent(",
                            "new LinkedHashMap<>(known).putIfAbsent(")
                    .from(17128),
            Mutant.of(
                            "a target that stops after its reboot is waited for",
                            "execute/RebootRecovery.java",
                            "check(); checkTarget(watch, asked);",
                            "check();")
                    .from(378227),
            Mutant.of(
                            "a group is begun in a function's last seconds",
                            "dispatch/EventDispatcher.java",
                            "if (!strays.groups.isEmpty() && late(deadline)) {",
                            "if (false) {")
                    .from(195833),
            Mutant.of(
                            "announced trouble asks for routing at every look",
                            "failover/FailoverAttempt.java",
                            "moveRequired.reason() == Reason.ANNOUNCED && routingIsDue(group)",
                            "moveRequired.reason() == Reason.ANNOUNCED")
                    .from(561019),
            Mutant.of(
                            "of several refusals at once the first counts",
                            "execute/ExecutionContext.java",
                            "end = end.filter(first -> !(executionAborted.end() instanceof ExecutionEnd.Blocked)).or(() -> Optional.of(executionAborted));",
                            "end = end.or(() -> Optional.of(executionAborted));")
                    .from(60134),
            Mutant.of(
                            "the routing command's refusal counts before that of the detach beside it",
                            "execute/Executor.java",
                            "work.add(settling(() -> relocation.run(known))); executionContext.runAll(work);",
                            "work.add(settling(() -> relocation.run(known))); executionContext.scheduler.<Runnable>runAll(work).forEach(Runnable::run);")
                    .from(60134),
            Mutant.of(
                            "who has refused in an earlier run is the way back of a planned move",
                            "failover/FailoverAttempt.java",
                            "&& !refusedBefore.contains(plan.target())",
                            "")
                    .from(28298),
            Mutant.of(
                            "a table that has learned of a move is not corrected",
                            "failover/FailoverRun.java",
                            "target.equals(Optional.of(last.holder())) ? memory.enis().getOrDefault(eni, last) : last",
                            "last")
                    .from(27314),
            Mutant.of(
                    "the way back is not taken by a former holder whose agent is silent",
                    "plan/LastResort.java",
                    "List<String> why = Eligibility.refusalsOfTheWayBack(group, instance, slots, check.targetExclusions().reservedOn(id));",
                    "List<String> why = new ArrayList<>(Eligibility.refusalsOfTheWayBack(group, instance, slots, check.targetExclusions().reservedOn(id))); why.addAll(Eligibility.agent(group, instance));"),
            Mutant.of(
                    "the next sweep begins with who refused",
                    "plan/Planner.java",
                    "member -> refusedBefore.contains(member.id())",
                    "member -> false"),
            Mutant.of(
                    "routing that was asked for in vain is asked for at every sweep",
                    "assess/RoutingRetry.java",
                    "if (now.isBefore(retry.get().due())) {",
                    "if (false) {"));
}
