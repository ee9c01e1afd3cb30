package enifailover.testkit.memory;

import enifailover.port.GroupStore;
import enifailover.port.Scheduler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The simulator's ledger keeps the contract.
class MemoryGroupStoreTest extends GroupStoreContract {
    private final Map<Scheduler, GroupStore> ledgers = new ConcurrentHashMap<>();

    @Override
    protected GroupStore groupStore(Scheduler with) {
        return ledgers.computeIfAbsent(with, MemoryGroupStore::new);
    }
}
