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

/// ENIs with the group's tag that do not count: they are not where the group's other ENIs are.
public final class UnadoptedEnis implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        GroupSnapshot group = checkContext.group();
        Optional<InstanceId> holder = checkContext.active().map(one -> one.id()).filter(_ -> group.onOneInstance());
        return group.newcomers().enis().stream()
                .filter(eni -> !Adoption.joins(group, eni)) // else it is told as a change, and counts from then on
                .flatMap(eni -> finding(eni, holder))
                .toList();
    }

    private static Stream<Finding> finding(Eni eni, Optional<InstanceId> holder) {
        if (eni.holder().isPresent() && eni.holder().equals(holder)) {
            return Stream.of(new Finding(
                    "newcomer",
                    Severity.BLOCKER,
                    eni.id().value(),
                    "it has the tag of the group, is on its active, and is left there by a failover",
                    "EC2 never detaches a primary interface, or one that AWS manages",
                    "take the group's tag off it"));
        }
        String place = eni.holder().map(other -> "on " + other).orElse("attached nowhere");
        return Stream.of(new Finding(
                "newcomer",
                eni.attachment().isPresent() ? Severity.BLOCKER : Severity.WARNING,
                eni.id().value(),
                "it has the tag of the group, is new in it, and is " + place + "; the group's other ENIs are "
                        + holder.map(one -> "on " + one).orElse("not on one instance"),
                "the tag names the wrong group, or the ENI is being prepared; a tag alone moves nothing",
                holder.map(one -> "attach it to " + one + ", and it counts after the next audit; or take the tag off")
                        .orElse("bring the group's ENIs to one instance, or take the tag off")));
    }
}
