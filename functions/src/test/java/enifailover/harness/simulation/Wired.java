package enifailover.harness.simulation;

import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.dispatch.EventDispatcher;
import enifailover.drill.DrillRunner;
import enifailover.execute.Executor;
import enifailover.execute.Timeouts;
import enifailover.failover.AdmissionControl;
import enifailover.failover.AutomationGate;
import enifailover.failover.DeviceReservations;
import enifailover.failover.Failover;
import enifailover.failover.GroupSnapshots;
import enifailover.failover.RunRecorder;
import enifailover.failover.SharedActive;
import enifailover.failover.SnapshotReader;
import enifailover.failover.TaggedGroupSnapshots;
import enifailover.plan.Planner;
import enifailover.port.AdmissionQueue;
import enifailover.port.Ec2Reader;
import enifailover.port.GroupStore;
import enifailover.port.ReservationStore;
import enifailover.port.Scheduler;
import enifailover.sweep.Sweep;
import java.time.Duration;
import java.util.Optional;

/// One function's program, put together as `handler.Wiring` does, over the simulated ports.
///
/// @param eventDispatcher events and the sweep
/// @param drillRunner what a person asks for
record Wired(EventDispatcher eventDispatcher, DrillRunner drillRunner) {

    static Wired of(
            Ec2Reader ec2Reader,
            Hands hands,
            GroupStore groupStore,
            AutomationGate automationGate,
            AdmissionQueue admissionQueue,
            ReservationStore reservationStore,
            Scheduler scheduler) {
        Assessor assessor = new Assessor(new AssessmentSettings(Duration.ofHours(1), false));
        GroupSnapshots groupSnapshots = new TaggedGroupSnapshots(Scene.PREFIX);
        Executor.World world = new Executor.World(
                ec2Reader,
                hands,
                hands,
                hands,
                (address, port, within) -> Optional.empty(),
                new SharedActive(ec2Reader, groupSnapshots, scheduler),
                scheduler);
        RunRecorder runRecorder = new RunRecorder(groupStore, hands, assessor, scheduler, Duration.ofDays(90));
        Failover failover = new Failover(
                new SnapshotReader(ec2Reader, groupSnapshots, scheduler),
                groupStore,
                new Planner(),
                new Executor(world, Timeouts.USUAL),
                runRecorder,
                automationGate,
                new AdmissionControl(admissionQueue, groupStore, scheduler),
                new DeviceReservations(reservationStore, scheduler),
                scheduler);
        Sweep sweep =
                new Sweep(ec2Reader, hands, groupStore, groupSnapshots, assessor, failover, groups -> {}, scheduler);
        return new Wired(
                new EventDispatcher(ec2Reader, failover, sweep, assessor, scheduler),
                new DrillRunner(failover, groupStore, hands, assessor, scheduler));
    }
}
