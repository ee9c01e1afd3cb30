package enifailover.testkit.memory;

import enifailover.port.AutomationSwitch;

/// The brake in memory keeps the contract.
class MemoryAutomationSwitchTest extends AutomationSwitchContract {
    private final ManualScheduler time = new ManualScheduler();
    private final AutomationSwitch automationSwitch = new MemoryAutomationSwitch(time);

    @Override
    protected AutomationSwitch brake() {
        return automationSwitch;
    }

    @Override
    protected ManualScheduler time() {
        return time;
    }
}
