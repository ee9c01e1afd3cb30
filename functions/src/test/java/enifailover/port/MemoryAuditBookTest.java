package enifailover.port;

/// The book in memory keeps the contract.
class MemoryAuditBookTest extends AuditBookContract {
    private final MemoryAuditBook book = new MemoryAuditBook();

    @Override
    protected AuditBook book() {
        return book;
    }
}
