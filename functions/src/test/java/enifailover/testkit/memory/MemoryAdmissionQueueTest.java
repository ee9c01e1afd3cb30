package enifailover.testkit.memory;

import enifailover.port.AdmissionQueue;

/// The queue in memory keeps the contract.
class MemoryAdmissionQueueTest extends AdmissionQueueContract {
    private final ManualScheduler time = new ManualScheduler();
    private final AdmissionQueue admissionQueue = new MemoryAdmissionQueue(time);

    @Override
    protected AdmissionQueue turns() {
        return admissionQueue;
    }

    @Override
    protected ManualScheduler time() {
        return time;
    }
}
