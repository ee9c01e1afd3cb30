package enifailover.testkit.memory;

import enifailover.port.AuditSchedule;
import java.time.Instant;
import java.util.Optional;

/// The turn in memory. Threads may share it.
public final class MemoryAuditSchedule implements AuditSchedule {
    private Optional<Instant> last = Optional.empty();

    @Override
    public synchronized Optional<Instant> due() {
        return last;
    }

    @Override
    public synchronized boolean take(Instant now, Instant due) {
        if (last.filter(at -> at.isAfter(now)).isPresent()) {
            return false;
        }
        last = Optional.of(due);
        return true;
    }
}
