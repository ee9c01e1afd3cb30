package enifailover.readiness.eni;

import enifailover.model.Addresses;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.TypeLimits;
import enifailover.model.group.Finding;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;

/// The instance type of each standby allows as many addresses on one interface as the ENI has. A delegated prefix
/// counts as one. Source: EC2 user guide, "IP addresses per network interface per instance type" and "prefixes".
public final class AddressLimit implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (Member member : checkContext.standbys()) {
            Instance standby = member.instance();
            standby.limits().ifPresent(limits -> checkContext
                    .group()
                    .enis()
                    .forEach(eni -> look(checkContext, standby, limits, eni, findings)));
        }
        return findings;
    }

    private static void look(
            CheckContext checkContext, Instance standby, TypeLimits limits, Eni eni, List<Finding> findings) {
        Addresses has = eni.addresses();
        int ipv4 = has.ipv4().size() + has.ipv4Prefixes().size();
        int ipv6 = has.ipv6().size() + has.ipv6Prefixes().size();
        if (ipv4 > limits.ipv4PerInterface()) {
            findings.add(finding(checkContext, standby, eni, "IPv4", ipv4, limits.ipv4PerInterface()));
        }
        if (ipv6 > limits.ipv6PerInterface()) {
            findings.add(finding(checkContext, standby, eni, "IPv6", ipv6, limits.ipv6PerInterface()));
        }
    }

    private static Finding finding(
            CheckContext checkContext, Instance standby, Eni eni, String family, int has, int most) {
        return new Finding(
                "address-limit",
                checkContext.ofAStandby(),
                standby.id().value(),
                eni.id() + " has " + has + " " + family + " addresses and prefixes; " + standby.type() + " allows "
                        + most + " on one interface",
                "EC2 refuses to attach an ENI that has more addresses than the instance type allows",
                "use a standby of the active's instance type, or remove addresses from the ENI");
    }
}
