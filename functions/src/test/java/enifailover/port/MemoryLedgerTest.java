package enifailover.port;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The simulator's ledger keeps the contract.
class MemoryLedgerTest extends LedgerContract {
    private final Map<Time, Ledger> ledgers = new ConcurrentHashMap<>();

    @Override
    protected Ledger ledger(Time with) {
        return ledgers.computeIfAbsent(with, MemoryLedger::new);
    }
}
