package enifailover.readiness.standby;

import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Each standby is in the Availability Zone and VPC of the ENIs. EC2 refuses an attach in another zone. It allows
/// another VPC of the same account; that is a finding unless the active is in another VPC too.
public final class SameZoneAndVpc implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : checkContext.standbys()) {
            Instance standby = member.instance();
            checkContext.group().enis().stream()
                    .filter(eni -> known(standby))
                    .flatMap(eni -> of(checkContext, standby, eni).stream())
                    .findFirst()
                    .ifPresent(findings::add);
        }
        return findings;
    }

    /// EC2 shows no zone or VPC of a terminated instance.
    private static boolean known(Instance standby) {
        return !standby.availabilityZone().isEmpty() && !standby.vpcId().isEmpty();
    }

    private static Optional<Finding> of(CheckContext checkContext, Instance standby, Eni eni) {
        if (!eni.availabilityZone().equals(standby.availabilityZone())) {
            return Optional.of(new Finding(
                    "same-zone",
                    checkContext.ofAStandby(),
                    standby.id().value(),
                    "the standby is in " + standby.availabilityZone() + "; " + eni.id() + " is in "
                            + eni.availabilityZone(),
                    "an ENI cannot move to another Availability Zone",
                    "run a standby in " + eni.availabilityZone() + ", and remove the group's tag from this one"));
        }
        Optional<InstanceId> holder = eni.holder();
        boolean meant = holder.isPresent()
                && !checkContext.group().instance(holder.get()).vpcId().equals(eni.vpcId());
        if (!eni.vpcId().equals(standby.vpcId()) && !meant) {
            return Optional.of(new Finding(
                    "same-vpc",
                    Severity.WARNING,
                    standby.id().value(),
                    "the standby is in " + standby.vpcId() + "; " + eni.id() + " is in " + eni.vpcId(),
                    "EC2 would attach the ENI, but the standby's primary interface reaches other networks than the active's",
                    "run the standby in " + eni.vpcId()));
        }
        return Optional.empty();
    }
}
