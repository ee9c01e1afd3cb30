package enifailover.plan;

import enifailover.model.InstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plan of one move.
///
/// @param from the instance that the ENIs leave, if any
/// @param target the instance that gets them
/// @param planned the holder still works, so a step that is not safe is left out
/// @param steps in order
/// @param warnings what weakens the result
/// @param unverified routing cannot be verified at the end: the target's agent is not online
/// @param rollback no standby took the ENIs, so a former holder gets them back: this is not a success
public record Plan(
        Optional<InstanceId> from,
        InstanceId target,
        boolean planned,
        List<Step> steps,
        List<String> warnings,
        boolean unverified,
        boolean rollback)
        implements PlanResult {

    /// True where the ENIs are on the target already, and only routing is missing.
    public boolean verifyOnly() {
        return steps(Step.Attach.class).isEmpty();
    }

    /// The permission checks by `DryRun`: one for each ENI that leaves an instance.
    public List<Step.CheckPermissions> permissionChecks() {
        return permissionChecks(steps);
    }

    static List<Step.CheckPermissions> permissionChecks(List<Step> steps) {
        List<Step.CheckPermissions> questions = new ArrayList<>();
        for (Step one : steps) {
            for (Step other : steps) {
                if (one instanceof Step.Detach detach
                        && other instanceof Step.Attach attach
                        && attach.eni().equals(detach.eni())) {
                    questions.add(new Step.CheckPermissions(
                            attach.eni(), detach.from().id(), attach.target(), attach.devicePosition()));
                }
            }
        }
        return questions;
    }

    /// The steps of one kind, in order.
    public <S extends Step> List<S> steps(Class<S> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
