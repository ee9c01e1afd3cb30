package enifailover.port;

import enifailover.group.GroupName;
import enifailover.survey.Accepted;
import enifailover.survey.Rights;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A book of audits in memory. Threads may share it.
public final class MemoryAuditBook implements AuditBook {
    private final Map<GroupName, Accepted> groups = new TreeMap<>();
    private Optional<Rights> rights = Optional.empty();
    private int writes;
    private Optional<Refused> refusal = Optional.empty();

    /// From now on nobody can read or write it; until again, where empty.
    public synchronized void refuse(Optional<Refused> with) {
        refusal = with;
    }

    private void reached() {
        refusal.ifPresent(refused -> {
            throw refused;
        });
    }

    @Override
    public synchronized Pages read() {
        reached();
        return new Pages(new TreeMap<>(groups), rights);
    }

    @Override
    public synchronized void keep(GroupName group, Accepted accepted) {
        reached();
        Accepted before = groups.getOrDefault(group, Accepted.NOTHING);
        change(group, before.drilledAt(), accepted);
    }

    @Override
    public synchronized void drilled(GroupName group, Instant at) {
        reached();
        Accepted before = groups.getOrDefault(group, Accepted.NOTHING);
        if (before.drilledAt().isEmpty() || before.drilledAt().get().isBefore(at)) {
            change(group, Optional.of(at), before);
        }
    }

    private void change(GroupName group, Optional<Instant> drilledAt, Accepted rest) {
        Accepted after = rest.withDrilledAt(drilledAt);
        if (!after.equals(groups.put(group, after))) {
            writes++;
        }
    }

    @Override
    public synchronized void asked(Rights latest) {
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
