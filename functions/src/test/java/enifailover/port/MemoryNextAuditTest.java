package enifailover.port;

class MemoryNextAuditTest extends NextAuditContract {
    @Override
    protected NextAudit nextAudit() {
        return new MemoryNextAudit();
    }
}
