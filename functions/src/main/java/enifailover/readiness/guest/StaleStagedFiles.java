package enifailover.readiness.guest;

import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Routing files that were staged on instances which left the group, and could not be taken away; and all that were
/// staged before staging was switched off.
public final class StaleStagedFiles {
    private StaleStagedFiles() {}

    /// What is staged and not kept up to date any more: an address that changes is not in it.
    public static List<Finding> whereNobodyKeepsIt(Map<GroupName, AuditBaseline> accepted) {
        List<String> instances = accepted.values().stream()
                .flatMap(last -> last.staged().keySet().stream())
                .map(InstanceId::value)
                .distinct()
                .sorted()
                .toList();
        return instances.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        "staged-left",
                        Severity.NOTE,
                        "StageRouting",
                        instances.size()
                                + " instances have staged routing that no audit keeps up to date, the first is "
                                + instances.getFirst(),
                        "the stack's parameter StageRouting was set from true to false",
                        "set StageRouting to REMOVE until an audit has taken the files away, then to false"));
    }

    public static List<Finding> of(List<GroupSnapshot> groups, Map<GroupName, AuditBaseline> accepted) {
        Map<GroupName, Set<String>> members = groups.stream()
                .collect(Collectors.toMap(GroupSnapshot::name, group -> group.members().stream()
                        .map(member -> member.id().value())
                        .collect(Collectors.toSet())));
        List<Finding> findings = new ArrayList<>();
        accepted.forEach((group, last) -> last.staged().forEach((instance, stagedFile) -> {
            if (!members.getOrDefault(group, Set.of()).contains(instance.value())) {
                findings.add(new Finding(
                        "staged-left",
                        Severity.NOTE,
                        instance.value(),
                        "it is no member of group " + group + " any more, and still has the routing staged for it: "
                                + stagedFile.interfaces(),
                        "it is stopped, its agent does not answer, its clean-up failed, or it has no group tag,"
                                + " without which no command is sent to it",
                        "give it any group's tag until the next audit; or run the document's verb cleanup there and"
                                + " invoke this function with {\"action\":\"accept\",\"group\":\"" + group + "\"}"));
            }
        }));
        return findings;
    }
}
