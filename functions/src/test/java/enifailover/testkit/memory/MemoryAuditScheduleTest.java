package enifailover.testkit.memory;

import enifailover.port.AuditSchedule;

class MemoryAuditScheduleTest extends AuditScheduleContract {
    @Override
    protected AuditSchedule nextAudit() {
        return new MemoryAuditSchedule();
    }
}
