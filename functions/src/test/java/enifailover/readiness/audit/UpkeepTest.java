package enifailover.readiness.audit;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.attached;
import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.audit.Lookup;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.group.Situation;
import enifailover.readiness.alarms.RemediationPlanner;
import enifailover.readiness.check.AutoRecoveryPolicy;
import enifailover.readiness.check.RemediationAction;
import enifailover.readiness.check.RemediationAction.KeepEni;
import enifailover.readiness.check.RemediationAction.MakeAlarm;
import enifailover.readiness.check.RemediationAction.RemoveAlarm;
import enifailover.readiness.check.RemediationAction.SetRecovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private static final InstanceId OTHER = new InstanceId("i-0000000000000000d");

    private static List<RemediationAction> due(AuditScene scene) {
        return RemediationPlanner.due(scene.groups(), scene.survey());
    }

    private static AuditScene withAlarms(List<StatusAlarm> alarms) {
        AuditScene scene = new AuditScene();
        scene.alarms = Lookup.known(alarms);
        return scene;
    }

    @Test
    void nothingIsDueInAWellGroup() {
        assertEquals(List.of(), due(new AuditScene()));
    }

    @Test
    void everyMemberGetsItsThreeAlarmsAndOnlyThoseThatAreMissing() {
        assertEquals(9, due(withAlarms(List.of())).size());
        List<StatusAlarm> two =
                Stream.of(A, B).flatMap(id -> AuditScene.alarms(id).stream()).toList();
        assertEquals(
                List.of(
                        new MakeAlarm(C, StatusAlarm.Check.SYSTEM),
                        new MakeAlarm(C, StatusAlarm.Check.INSTANCE),
                        new MakeAlarm(C, StatusAlarm.Check.ATTACHED_EBS)),
                due(withAlarms(two)));
    }

    @Test
    void anAlarmOfSomebodyElseIsGoodEnoughAndIsNeverRemoved() {
        List<StatusAlarm> alarms =
                new ArrayList<>(new AuditScene().alarms.value().orElseThrow());
        alarms.removeIf(alarm -> alarm.instance().equals(C));
        for (StatusAlarm.Check check : StatusAlarm.Check.values()) {
            alarms.add(new StatusAlarm("theirs", C, check.metric(), "OK", true, List.of(), false, false));
        }
        alarms.add(new StatusAlarm("theirs", OTHER, "StatusCheckFailed", "OK", true, List.of(), false, false));
        assertEquals(List.of(), due(withAlarms(alarms)));
    }

    @Test
    void ourAlarmsLeaveWithTheMember() {
        List<StatusAlarm> alarms =
                new ArrayList<>(new AuditScene().alarms.value().orElseThrow());
        List<StatusAlarm> left = AuditScene.alarms(OTHER);
        alarms.addAll(left);
        assertEquals(left.stream().map(RemoveAlarm::new).toList(), due(withAlarms(alarms)));
    }

    @Test
    void aStoppedMemberKeepsItsAlarmsAndATerminatedOneDoesNot() {
        AuditScene stopped = new AuditScene();
        stopped.situation.state(C, InstanceState.STOPPED);
        assertEquals(List.of(), due(stopped));
        AuditScene terminated = new AuditScene();
        terminated.situation.state(C, InstanceState.TERMINATED);
        assertEquals(AuditScene.alarms(C).stream().map(RemoveAlarm::new).toList(), due(terminated));
    }

    @Test
    void deleteOnTerminationIsTakenOffButNotWhileAMoveIsUnderWay() {
        Attachment had = attached(ENI, A, 1);
        Attachment dies = altered(had, "attributes", new AttachmentAttributes(true, Optional.empty(), false, false));
        AuditScene scene = new AuditScene();
        scene.situation.eni(ENI, dies);
        assertEquals(List.of(new KeepEni(ENI, had.id())), due(scene));
        scene.situation.interrupted();
        assertEquals(List.of(), due(scene));
        AuditScene primary = new AuditScene();
        primary.situation = Situation.usual();
        primary.situation.eni(
                ENI,
                new Attachment(
                        attached(ENI, A, 0).id(),
                        A,
                        new enifailover.model.DevicePosition(0, 0),
                        had.status(),
                        dies.attributes()));
        assertEquals(List.of(), due(primary));
    }

    @Test
    void automaticRecoveryIsSetOnlyWhereItIsWantedAndOnlyWhereItIsNotSo() {
        AuditScene scene = new AuditScene();
        scene.recovers.add(A);
        assertEquals(
                List.of(new SetRecovery(A, false)),
                RemediationPlanner.due(scene.groups(), scene.survey(), AutoRecoveryPolicy.OFF));
        assertEquals(
                List.of(new SetRecovery(B, true), new SetRecovery(C, true)),
                RemediationPlanner.due(scene.groups(), scene.survey(), AutoRecoveryPolicy.ON));
        assertEquals(List.of(), RemediationPlanner.due(scene.groups(), scene.survey(), AutoRecoveryPolicy.LEFT));
    }
}
