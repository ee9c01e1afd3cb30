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

/// Staged routing files on instances that left the group, and files that were staged before staging was switched off.
public final class StaleStagedFiles {
    private StaleStagedFiles() {}

    /// Staged files that are not updated any more.
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
                        "stale-staged-files",
                        Severity.NOTE,
                        "StageRouting",
                        instances.size()
                                + " instances have staged routing files that no audit updates; the first is "
                                + instances.getFirst(),
                        "the stack's parameter StageRouting was set from true to false",
                        "set StageRouting to REMOVE until an audit has removed the files, then to false"));
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
                        "stale-staged-files",
                        Severity.NOTE,
                        instance.value(),
                        "it has left group " + group + " and still has the group's staged routing file: "
                                + stagedFile.interfaces(),
                        "it is stopped, its SSM agent is not online, the clean-up failed, or it has no group tag (without"
                                + " one, the stack may not send it commands)",
                        "set the tag of any group on it until the next audit; or run the SSM document with the verb cleanup"
                                + " there and invoke this function with {\"action\":\"accept\",\"group\":\"" + group
                                + "\"}"));
            }
        }));
        return findings;
    }
}
