package enifailover.harness.simulation.mutant;

import java.util.List;

/// Deliberate bugs before and behind what the simulation plays, each with the test of a function that fails with it.
final class TestedMutants {
    private TestedMutants() {}

    static final List<TestedMutant> ALL = List.of(
            TestedMutant.of(
                    Mutant.of(
                            "a change of the membership is told to nobody",
                            "readiness/ReadinessNotifier.java",
                            "boolean changed = !group.changes().isEmpty() ||",
                            "boolean changed = "),
                    "handler.AdoptionTest",
                    "aGroupGrows"),
            TestedMutant.of(
                    Mutant.of(
                            "a newcomer is adopted though it could not be told",
                            "readiness/ReadinessNotifier.java",
                            "private boolean told(GroupAudit group, Optional<LastAudit> last, Audit audit) {",
                            "private boolean told(GroupAudit group, Optional<LastAudit> last, Audit audit) { adopt.apply(group.group());"),
                    "handler.AdoptionTest",
                    "whatWasNotToldDoesNotCount"),
            TestedMutant.of(
                    Mutant.of(
                            "what DescribeInstances leaves out is gone",
                            "aws/ec2/ObservationReader.java",
                            "} else if (status.isPresent() || statuses.warning().isPresent()) {",
                            "} else if (false) {"),
                    "handler.OldLooksTest",
                    "aNewHolderIsMissing",
                    "ec2:DescribeInstances",
                    "600"),
            TestedMutant.of(
                    Mutant.of(
                            "whoever is named by a Spot warning is a Spot instance",
                            "assess/PlannedEvents.java",
                            "return trigger.cause() != Cause.SPOT_INTERRUPTION",
                            "return true"),
                    "handler.OldLooksTest",
                    "aForgedSpotWarning"),
            TestedMutant.of(
                    Mutant.of(
                            "an invocation's runs have the request id alone",
                            "handler/Wiring.java",
                            "return RunId.of(requestId, suffixes.get());",
                            "return requestId;"),
                    "handler.FailoverFunctionTest",
                    "oneRequestIdTwiceAtOnceMovesTheEniOnce"),
            TestedMutant.of(
                    Mutant.of(
                            "a fence asks the guest to shut down",
                            "aws/ec2/Ec2InstancePower.java",
                            "if (skipsOsShutdown) {",
                            "if (false) {"),
                    "handler.FailoverFunctionTest",
                    "theFenceDoesNotWaitForAHungGuest"),
            TestedMutant.of(
                    Mutant.of(
                            "an audit finds nothing about a fence that never closes",
                            "readiness/standby/FencePossible.java",
                            "if (checkContext.group().policy().fence() != Policy.Fence.STOP) {",
                            "if (true) {"),
                    "handler.FailoverFunctionTest",
                    "aFenceThatNeverClosesMovesNothingAndSaysWhy"),
            TestedMutant.of(
                    Mutant.of(
                            "a plan says nothing about a fence that never closes",
                            "plan/PlanBuilder.java",
                            "} else if (old.provisioning().spot()) {",
                            "} else if (false) {"),
                    "handler.FailoverFunctionTest",
                    "aFenceThatNeverClosesMovesNothingAndSaysWhy"),
            TestedMutant.of(
                    Mutant.of(
                            "a contributor of an alarm is not heard",
                            "event/AlarmParser.java",
                            "if (contributor.isObject()) {",
                            "if (false) {"),
                    "handler.CoolDownTest",
                    "anAlarmsContributor"),
            TestedMutant.of(
                    Mutant.of(
                            "a terminate lifecycle hook is not heard",
                            "event/LifecycleHookParser.java",
                            "if (!transition.get().equals(\"autoscaling:EC2_INSTANCE_TERMINATING\")) {",
                            "if (true) {"),
                    "handler.AutoScalingTest",
                    "aTerminateLifecycleHookMovesTheEniWhileItsHolderStillWorks"),
            TestedMutant.of(
                    Mutant.of(
                            "Auto Scaling is not asked whom it is about to terminate",
                            "aws/ec2/AutoScalingStates.java",
                            "scaled.add(id);",
                            ""),
                    "handler.AutoScalingTest",
                    "whatAutoScalingHasOutOfServiceIsNobodysTarget",
                    "Terminating:Wait",
                    "false"));
}
