package enifailover.failover;

import enifailover.assess.Adoption;
import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.Trigger;
import enifailover.drill.DrillRequest;
import enifailover.drill.DrillRunner;
import enifailover.drill.OperatorCommands;
import enifailover.event.Cause;
import enifailover.execute.Executor;
import enifailover.execute.Timeouts;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.Member;
import enifailover.model.group.Policy;
import enifailover.model.group.SavedAttachment;
import enifailover.model.group.Situation;
import enifailover.plan.Planner;
import enifailover.port.AutomationSwitch.Limit;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Observation;
import enifailover.report.Report;
import enifailover.sweep.Sweep;
import enifailover.testkit.memory.MemoryAdmissionQueue;
import enifailover.testkit.memory.MemoryAutomationSwitch;
import enifailover.testkit.memory.MemoryIdempotencyStore;
import enifailover.testkit.memory.MemoryReservationStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A whole flow over the story's region, from the usual situation.
public final class Story {
    public static final GroupName SIP = new GroupName("sip");
    public final StoryTime time = new StoryTime();
    public final StoryRegion region = new StoryRegion(SIP, time);
    public final StoryGroupStore groupStore = new StoryGroupStore(time);
    final Assessor assessor = new Assessor(new AssessmentSettings(Duration.ofHours(1), false));
    public Policy policy = Policy.DEFAULT;
    public Optional<String> probe = Optional.empty();
    final MemoryAutomationSwitch brake = new MemoryAutomationSwitch(time);
    final MemoryAdmissionQueue turns = new MemoryAdmissionQueue(time);
    final MemoryReservationStore reservations = new MemoryReservationStore(time);
    boolean turnsAway;
    /// Whom the sweep got to know, sweep by sweep.
    final List<List<GroupName>> renewed = new ArrayList<>();
    boolean unknowable;
    final Failover failover;
    final Sweep sweep;
    final DrillRunner drillRunner;
    final OperatorCommands operatorCommands;
    private int runs;

    private final GroupSnapshots groupSnapshots;

    public Story(Situation situation) {
        this(situation, new AutomaticLimit.None());
    }

    Story(Situation situation, Optional<Limit> limit) {
        this(
                situation,
                limit.<AutomaticLimit>map(most -> new AutomaticLimit.Of(most.most(), most.window()))
                        .orElseGet(AutomaticLimit.None::new));
    }

    Story(Situation situation, AutomaticLimit limit) {
        GroupSnapshot start = situation.snapshot();
        start.enis().forEach(eni -> region.enis.put(eni.id(), eni));
        start.members().forEach(member -> region.instances.put(member.id(), bare(member)));
        policy = start.policy();
        if (start.holders().size() > 1) {
            // A group that is scattered now was adopted when it was not.
            Map<EniId, SavedAttachment> adopted = new TreeMap<>();
            start.enis()
                    .forEach(eni -> eni.attachment().ifPresent(at -> adopted.put(eni.id(), SavedAttachment.of(at))));
            groupStore.saveAttachments(
                    SIP, adopted, start.members().stream().map(Member::id).collect(Collectors.toSet()));
        }
        groupSnapshots = new GroupSnapshots() {
            @Override
            public GroupSnapshot of(GroupName group, Observation observation, GroupState memory) {
                List<Member> members = observation.instances().stream()
                        .map(i -> new Member(i, Member.DEFAULT_PRIORITY))
                        .sorted()
                        .toList();
                Adoption.Counted counted = Adoption.counted(observation.enis(), members, memory);
                return new GroupSnapshot(
                        group,
                        policy,
                        counted.enis(),
                        counted.members(),
                        counted.newcomers(),
                        List.of(),
                        memory,
                        List.of(),
                        observation.at());
            }

            @Override
            public Set<GroupName> names(Observation observation) {
                return Set.of(SIP);
            }
        };
        Executor.World world = new Executor.World(
                region,
                region,
                region,
                region,
                (address, port, within) -> probe,
                (group, holder) -> Optional.empty(),
                time);
        RunRecorder runRecorder = new RunRecorder(groupStore, region, assessor, time, Duration.ofDays(90));
        AutomationGate automationGate = new AutomationGate(brake, limit, time);
        failover = new Failover(
                new SnapshotReader(region, groupSnapshots, time),
                groupStore,
                new Planner(),
                new Executor(world, Timeouts.USUAL),
                runRecorder,
                automationGate,
                new AdmissionControl(this::turn, groupStore, time),
                new DeviceReservations(reservations, time),
                time);
        sweep = new Sweep(region, region, groupStore, groupSnapshots, assessor, failover, this::renew, time);
        drillRunner = new DrillRunner(failover, groupStore, region, assessor, time);
        operatorCommands = new OperatorCommands(
                drillRunner,
                region,
                groupStore,
                groupSnapshots,
                assessor,
                new MemoryIdempotencyStore(time),
                automationGate,
                time);
    }

    /// The same deployment from now on with `ReportOnly`: what its sweep sees, and what its status says.
    Sweep.Swept reportingSweep() {
        Sweep reporting =
                new Sweep(region, region, groupStore, groupSnapshots, reporter(), failover, this::renew, time);
        return reporting.run("sweep-" + runs++, time.now().plusSeconds(300));
    }

    String reportingStatus() {
        OperatorCommands reporting = new OperatorCommands(
                drillRunner,
                region,
                groupStore,
                groupSnapshots,
                reporter(),
                new MemoryIdempotencyStore(time),
                new AutomationGate(brake, new AutomaticLimit.None(), time),
                time);
        return reporting
                .answer(
                        DrillRequest.read("{\"action\":\"status\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        "person-" + runs++,
                        time.now().plusSeconds(900))
                .json();
    }

    private static Assessor reporter() {
        return new Assessor(new AssessmentSettings(Duration.ofHours(1), true));
    }

    /// The slots of the group's own ENIs are added by the region, wherever they are.
    private static Instance bare(Member member) {
        Instance i = member.instance();
        return i.occupying(i.occupied().stream()
                .filter(devicePosition -> devicePosition.deviceIndex() == 0 || devicePosition.deviceIndex() > 5)
                .collect(java.util.stream.Collectors.toSet()));
    }

    static Instance occupying(Instance i, DevicePosition taken) {
        return i.occupying(Set.of(new DevicePosition(0, 0), taken));
    }

    private Optional<Instant> turn(Duration length, Duration within) {
        if (turnsAway) {
            throw new AwsCallException(ErrorKind.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
        }
        return turns.take(length, within);
    }

    public Report event(Cause cause, InstanceId instance) {
        return event(cause, instance, Duration.ofMinutes(5));
    }

    Report event(Cause cause, InstanceId instance, Duration functionTime) {
        Trigger trigger =
                new Trigger(cause, Optional.of(instance), Optional.of(time.now()), Optional.empty(), cause.message());
        return failover.run(
                SIP,
                new AutomaticMode(assessor, trigger),
                "run-" + runs++,
                time.now().plus(functionTime));
    }

    /// The sweep, each minute, for so long.
    public void sweepsFor(Duration duration) {
        for (Instant end = time.now().plus(duration); time.now().isBefore(end); ) {
            time.sleep(Duration.ofMinutes(1));
            sweeps();
        }
    }

    private void renew(Collection<GroupSnapshot> groups) {
        renewed.add(groups.stream().map(GroupSnapshot::name).toList());
        if (unknowable) {
            throw new AwsCallException(
                    ErrorKind.DENIED, "ec2:DescribeInstanceTypes", "Denied", "as the story wants it", null);
        }
    }

    public Sweep.Swept sweeps() {
        return sweep.run("sweep-" + runs++, time.now().plusSeconds(300));
    }

    /// What `DrillFunction` answers.
    public OperatorCommands.Response asks(String json) {
        return operatorCommands.answer(
                DrillRequest.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "person-" + runs++,
                time.now().plusSeconds(900));
    }

    public Report drill(String json) {
        return drilled(json, Duration.ofMinutes(15)).move();
    }

    public DrillRunner.Drilled drilled(String json, Duration functionTime) {
        DrillRequest request = DrillRequest.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (request instanceof DrillRequest.Drill drill) {
            return drillRunner.run(drill, "drill-" + runs++, time.now().plus(functionTime));
        }
        throw new IllegalArgumentException(request.toString());
    }

    public Optional<InstanceId> holder(EniId eni) {
        return region.eni(eni).holder();
    }
}
