package enifailover.readiness.eni;

import enifailover.assess.Adoption;
import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupSnapshot;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// ENIs with the group's tag that are not adopted, because they are not where the group's other ENIs are.
public final class UnadoptedEnis implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        GroupSnapshot group = checkContext.group();
        Optional<InstanceId> holder = checkContext.active().map(one -> one.id()).filter(_ -> group.onOneInstance());
        return group.newcomers().enis().stream()
                .filter(eni -> !Adoption.joins(group, eni)) // otherwise the audit reports a change and adopts it
                .flatMap(eni -> finding(eni, holder))
                .toList();
    }

    private static Stream<Finding> finding(Eni eni, Optional<InstanceId> holder) {
        if (eni.holder().isPresent() && eni.holder().equals(holder)) {
            return Stream.of(new Finding(
                    "eni-not-adopted",
                    Severity.BLOCKER,
                    eni.id().value(),
                    "it has the group's tag and is on the active, and a failover does not move it",
                    "EC2 does not detach a primary interface or an AWS-managed interface",
                    "remove the group's tag from it"));
        }
        String place = eni.holder().map(other -> "on " + other).orElse("not attached");
        return Stream.of(new Finding(
                "eni-not-adopted",
                eni.attachment().isPresent() ? Severity.BLOCKER : Severity.WARNING,
                eni.id().value(),
                "it has the group's tag, is not part of the group yet, and is " + place
                        + "; the group's other ENIs are "
                        + holder.map(one -> "on " + one).orElse("not on one instance"),
                "the tag has the wrong group name, or the ENI is being prepared; a tag alone never moves an ENI",
                holder.map(one ->
                                "attach it to " + one + ", and the next audit adds it to the group; or remove the tag")
                        .orElse("move the group's ENIs to one instance, or remove the tag")));
    }
}
