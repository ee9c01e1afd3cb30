package enifailover.plan;

import enifailover.group.InstanceId;
import java.util.List;
import java.util.Optional;

/// What would be done, or is done, with a group.
///
/// @param from the instance the ENIs leave, where one holds any
/// @param target the instance they go to
/// @param planned the holder still works, so a step that cannot be done safely is not done at all
/// @param steps in order
/// @param warnings what weakens the result
/// @param wayBack no standby took them, so a former holder gets them back: better than nowhere, and no success
public record Plan(
        Optional<InstanceId> from,
        InstanceId target,
        boolean planned,
        List<Step> steps,
        List<String> warnings,
        boolean wayBack)
        implements Proposal {

    /// True where the ENIs are at the target already, and all that is missing is that its guest routes for them.
    public boolean stays() {
        return steps(Step.Attach.class).isEmpty();
    }

    /// The steps of one kind, in order.
    public <S extends Step> List<S> steps(Class<S> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
