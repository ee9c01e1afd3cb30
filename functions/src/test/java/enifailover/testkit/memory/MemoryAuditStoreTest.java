package enifailover.testkit.memory;

import enifailover.port.AuditStore;

/// The book in memory keeps the contract.
class MemoryAuditStoreTest extends AuditStoreContract {
    private final MemoryAuditStore book = new MemoryAuditStore();

    @Override
    protected AuditStore book() {
        return book;
    }
}
