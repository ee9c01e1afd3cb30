package enifailover.readiness.deployment;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Thresholds;
import java.util.List;
import java.util.TreeSet;

/// The stack's roles are restricted by more than tags. If not, whoever may set the tags can cause a move.
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
                "the stack's roles may change " + what + " that have the group tag",
                "whoever may set this tag in the account can cause a move",
                "set the stack's parameter " + parameters + ", or protect the tags (examples/protect-tags.json)");
    }
}
