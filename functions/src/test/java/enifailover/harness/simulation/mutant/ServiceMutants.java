package enifailover.harness.simulation.mutant;

import java.util.List;

/// Deliberate bugs of leases, of fences, of what is asked for again, and of instances that leave service by somebody's
/// will.
final class ServiceMutants {
    private ServiceMutants() {}

    static final List<Mutant> ALL = List.of(
            Mutant.of(
                    "two invocations of one request id own the same lease",
                    "failover/RunId.java",
                    "return requestId + \"-\" + suffix;",
                    "return requestId;"),
            Mutant.of(
                    "a look at a fence that is not answered ends the run",
                    "execute/InstanceStateSteps.java",
                    "if (awsCallException.refusal() == ErrorKind.DENIED) {",
                    "if (true) {"),
            Mutant.of(
                    "one denied attach ends the attempt",
                    "execute/ErrorHandling.java",
                    "if (denied.compareTo(DENIED_FOR) >= 0) {",
                    "if (true) {"),
            Mutant.of(
                    "a fence that EC2 refuses to close counts as closed",
                    "execute/InstanceStateSteps.java",
                    "ask(() -> instancePower.stop(id), step, started);",
                    "try { ask(() -> instancePower.stop(id), step, started); } catch (ExecutionAborted awsCallException) { return; }"),
            Mutant.of(
                    "a stop that EC2 refuses for good is asked for again and again",
                    "execute/InstanceStateSteps.java",
                    "if (!awsCallException.refusal().isTransient()) {",
                    "if (awsCallException.refusal() == ErrorKind.DENIED) {"),
            Mutant.of(
                    "a terminate lifecycle hook announces nothing",
                    "event/Cause.java",
                    "this == SPOT_INTERRUPTION || this == AUTO_SCALING_TERMINATION",
                    "this == SPOT_INTERRUPTION"),
            Mutant.of(
                            "a Spot warning is dropped where the holder was not described",
                            "failover/SecondLook.java",
                            "|| undescribed(group, noAction, trigger)",
                            "")
                    .from(298),
            Mutant.of(
                    "whom Auto Scaling has out of service may take the ENIs",
                    "plan/Eligibility.java",
                    "if (given && standby.provisioning().outOfScalingService()) {",
                    "if (false) {"),
            Mutant.of("a newcomer is no last resort", "plan/Planner.java", ".or(() -> last.newcomer(refusals))", ""));
}
