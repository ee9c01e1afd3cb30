package enifailover.testkit.memory;

import enifailover.port.IdempotencyStore;
import enifailover.port.Scheduler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The stories' requests keep the contract.
class MemoryIdempotencyStoreTest extends IdempotencyStoreContract {
    private final Map<Scheduler, IdempotencyStore> requests = new ConcurrentHashMap<>();

    @Override
    protected IdempotencyStore requests(Scheduler with) {
        return requests.computeIfAbsent(with, MemoryIdempotencyStore::new);
    }
}
