package enifailover.harness.simulation.mutant;

import enifailover.harness.simulation.mutant.Mutant.Edit;
import java.util.List;

/// Deliberate bugs by which one group's move takes something from another group.
final class SharingMutants {
    private SharingMutants() {}

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "no slot is reserved",
                    "failover/DeviceReservations.java",
                    "if (slots.isEmpty() || failoverRun.leaseGuard.lease().isEmpty() || failoverRun.reserved.isEmpty()) {",
                    "if (true) {"),
            new Mutant(
                    "what others have reserved is not counted",
                    "plan/Eligibility.java",
                    List.of(
                            new Edit("others.addAll(reserved.keySet());", ""),
                            new Edit("} else if (reserved.containsKey(devicePosition)) {", "} else if (false) {")),
                    1),
            Mutant.of(
                    "a fence does not ask who else is there",
                    "execute/InstanceStateSteps.java",
                    "if (!leaving(step, started)) { consent(step, started);",
                    "if (!leaving(step, started)) {"),
            Mutant.of(
                    "a routing command is left waiting on a target that was given up",
                    "failover/AbandonedCommands.java",
                    "if (commands.isEmpty()) {",
                    "if (true) {"),
            Mutant.of(
                    "a paused group is no reason not to stop the instance that it is on",
                    "plan/SharedFence.java",
                    "if (policy.pausedAt(now)) {",
                    "if (false) {"),
            Mutant.of(
                    "a group that does not fence is no reason not to stop the instance that it is on",
                    "plan/SharedFence.java",
                    "return policy.fence() == Policy.Fence.STOP",
                    "return true"));
}
