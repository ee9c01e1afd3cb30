package enifailover.testkit.memory;

import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.GroupName;
import enifailover.port.AuditStore;
import enifailover.port.AwsCallException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A book of audits in memory. Threads may share it.
public final class MemoryAuditStore implements AuditStore {
    private final Map<GroupName, AuditBaseline> groups = new TreeMap<>();
    private Optional<PermissionCheck> rights = Optional.empty();
    private int writes;
    private Optional<AwsCallException> refusal = Optional.empty();

    /// From now on nobody can read or write it; until again, where empty.
    public synchronized void refuse(Optional<AwsCallException> with) {
        refusal = with;
    }

    private void reached() {
        refusal.ifPresent(awsCallException -> {
            throw awsCallException;
        });
    }

    @Override
    public synchronized Pages read() {
        reached();
        return new Pages(new TreeMap<>(groups), rights);
    }

    @Override
    public synchronized void keep(GroupName group, AuditBaseline auditBaseline) {
        reached();
        AuditBaseline before = groups.getOrDefault(group, AuditBaseline.NOTHING);
        change(group, before.drilledAt(), auditBaseline);
    }

    @Override
    public synchronized void drilled(GroupName group, Instant at) {
        reached();
        AuditBaseline before = groups.getOrDefault(group, AuditBaseline.NOTHING);
        if (before.drilledAt().isEmpty() || before.drilledAt().get().isBefore(at)) {
            change(group, Optional.of(at), before);
        }
    }

    private void change(GroupName group, Optional<Instant> drilledAt, AuditBaseline rest) {
        AuditBaseline after = rest.withDrilledAt(drilledAt);
        if (!after.equals(groups.put(group, after))) {
            writes++;
        }
    }

    @Override
    public synchronized void asked(PermissionCheck latest) {
        reached();
        if (rights.isEmpty() || rights.get().at().isBefore(latest.at())) {
            rights = Optional.of(latest);
            writes++;
        }
    }

    /// How often something changed.
    public synchronized int writes() {
        return writes;
    }
}
