package enifailover.plan;

import enifailover.model.InstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What would be done, or is done, with a group.
///
/// @param from the instance the ENIs leave, where one holds any
/// @param target the instance they go to
/// @param planned the holder still works, so a step that cannot be done safely is not done at all
/// @param steps in order
/// @param warnings what weakens the result
/// @param unverified nobody can verify routing at the end: the agent of the target is silent
/// @param rollback no standby took them, so a former holder gets them back: better than nowhere, and no success
public record Plan(
        Optional<InstanceId> from,
        InstanceId target,
        boolean planned,
        List<Step> steps,
        List<String> warnings,
        boolean unverified,
        boolean rollback)
        implements PlanResult {

    /// True where the ENIs are at the target already, and all that is missing is that its guest routes for them.
    public boolean verifyOnly() {
        return steps(Step.Attach.class).isEmpty();
    }

    /// What can be asked of EC2 by `DryRun` before any of it is done: one question an ENI that leaves an instance.
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
