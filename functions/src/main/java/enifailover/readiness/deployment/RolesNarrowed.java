package enifailover.readiness.deployment;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Thresholds;
import java.util.List;
import java.util.TreeSet;

/// The stack's roles are narrowed by more than tags. They need not be: then the right to tag is the right to move.
public final class RolesNarrowed {
    private RolesNarrowed() {}

    public static List<Finding> of(Thresholds thresholds) {
        return new TreeSet<>(thresholds.rolesOpenTo())
                .stream()
                        .map(scope -> switch (scope) {
                            case INTERFACES -> finding("VpcIds", "interfaces of every VPC", "VpcIds or SubnetIds");
                            case MEMBERS ->
                                finding(
                                        "MemberProfileArns",
                                        "instances of every instance profile",
                                        "MemberProfileArns");
                        })
                        .toList();
    }

    private static Finding finding(String subject, String what, String parameters) {
        return new Finding(
                "role-scope",
                Severity.NOTE,
                subject,
                "the stack's roles may change " + what + " that carry the group tag",
                "who may set this tag in the account can have them moved",
                "set the stack's parameter " + parameters + ", or protect the tags (examples/protect-tags.json)");
    }
}
