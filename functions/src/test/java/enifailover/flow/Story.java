package enifailover.flow;

import enifailover.assess.Adoption;
import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.Settings;
import enifailover.assess.Trigger;
import enifailover.execute.Executor;
import enifailover.execute.Patience;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.Member;
import enifailover.group.Policy;
import enifailover.group.Situation;
import enifailover.group.Slot;
import enifailover.plan.Planner;
import enifailover.port.Brake.Limit;
import enifailover.port.MemoryBrake;
import enifailover.port.MemoryRequests;
import enifailover.port.MemoryReservations;
import enifailover.port.MemoryTurns;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Sight;
import enifailover.report.Report;
import enifailover.signal.Cause;
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
final class Story {
    static final GroupName SIP = new GroupName("sip");
    final StoryTime time = new StoryTime();
    final StoryRegion region = new StoryRegion(SIP, time);
    final StoryLedger ledger = new StoryLedger(time);
    final Assessor assessor = new Assessor(new Settings(Duration.ofHours(1), false));
    Policy policy = Policy.DEFAULT;
    Optional<String> probe = Optional.empty();
    final MemoryBrake brake = new MemoryBrake(time);
    final MemoryTurns turns = new MemoryTurns(time);
    final MemoryReservations reservations = new MemoryReservations(time);
    boolean turnsAway;
    /// Whom the sweep got to know, sweep by sweep.
    final List<List<GroupName>> renewed = new ArrayList<>();
    boolean unknowable;
    final Failover failover;
    final Sweep sweep;
    final Drills drills;
    final Desk desk;
    private int runs;

    private final Snapshots snapshots;

    Story(Situation situation) {
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
            Map<EniId, EniMemory> adopted = new TreeMap<>();
            start.enis().forEach(eni -> eni.attachment().ifPresent(at -> adopted.put(eni.id(), EniMemory.of(at))));
            ledger.remember(
                    SIP, adopted, start.members().stream().map(Member::id).collect(Collectors.toSet()));
        }
        snapshots = new Snapshots() {
            @Override
            public GroupSnapshot of(GroupName group, Sight sight, GroupMemory memory) {
                List<Member> members = sight.instances().stream()
                        .map(i -> new Member(i, Member.DEFAULT_PRIORITY))
                        .sorted()
                        .toList();
                Adoption.Counted counted = Adoption.counted(sight.enis(), members, memory);
                return new GroupSnapshot(
                        group,
                        policy,
                        counted.enis(),
                        counted.members(),
                        counted.newcomers(),
                        List.of(),
                        memory,
                        List.of(),
                        sight.at());
            }

            @Override
            public Set<GroupName> names(Sight sight) {
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
        Books books = new Books(ledger, region, assessor, time, Duration.ofDays(90));
        Brakes brakes = new Brakes(brake, limit, time);
        failover = new Failover(
                new Lookout(region, snapshots, time),
                ledger,
                new Planner(),
                new Executor(world, Patience.USUAL),
                books,
                brakes,
                new Crowd(this::turn, ledger, time),
                new SlotReservations(reservations, time),
                time);
        sweep = new Sweep(region, region, ledger, snapshots, assessor, failover, this::renew, time);
        drills = new Drills(failover, ledger, region, assessor, time);
        desk = new Desk(drills, region, ledger, snapshots, assessor, new MemoryRequests(time), brakes, time);
    }

    /// The same deployment from now on with `ReportOnly`: what its sweep sees, and what its status says.
    Sweep.Swept reportingSweep() {
        Sweep reporting = new Sweep(region, region, ledger, snapshots, reporter(), failover, this::renew, time);
        return reporting.run("sweep-" + runs++, time.now().plusSeconds(300));
    }

    String reportingStatus() {
        Desk reporting = new Desk(
                drills,
                region,
                ledger,
                snapshots,
                reporter(),
                new MemoryRequests(time),
                new Brakes(brake, new AutomaticLimit.None(), time),
                time);
        return reporting
                .answer(
                        DrillRequest.read("{\"action\":\"status\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        "person-" + runs++,
                        time.now().plusSeconds(900))
                .json();
    }

    private static Assessor reporter() {
        return new Assessor(new Settings(Duration.ofHours(1), true));
    }

    /// The slots of the group's own ENIs are added by the region, wherever they are.
    private static Instance bare(Member member) {
        Instance i = member.instance();
        return i.occupying(i.occupied().stream()
                .filter(slot -> slot.deviceIndex() == 0 || slot.deviceIndex() > 5)
                .collect(java.util.stream.Collectors.toSet()));
    }

    static Instance occupying(Instance i, Slot taken) {
        return i.occupying(Set.of(new Slot(0, 0), taken));
    }

    private Optional<Instant> turn(Duration length, Duration within) {
        if (turnsAway) {
            throw new Refused(Refusal.UNANSWERED, "dynamodb:UpdateItem", "Timeout", "no answer", null);
        }
        return turns.take(length, within);
    }

    Report event(Cause cause, InstanceId instance) {
        return event(cause, instance, Duration.ofMinutes(5));
    }

    Report event(Cause cause, InstanceId instance, Duration functionTime) {
        Trigger trigger =
                new Trigger(cause, Optional.of(instance), Optional.of(time.now()), Optional.empty(), cause.words());
        return failover.run(
                SIP,
                new Automatic(assessor, trigger),
                "run-" + runs++,
                time.now().plus(functionTime));
    }

    /// The sweep, each minute, for so long.
    void sweepsFor(Duration duration) {
        for (Instant end = time.now().plus(duration); time.now().isBefore(end); ) {
            time.sleep(Duration.ofMinutes(1));
            sweeps();
        }
    }

    private void renew(Collection<GroupSnapshot> groups) {
        renewed.add(groups.stream().map(GroupSnapshot::name).toList());
        if (unknowable) {
            throw new Refused(Refusal.DENIED, "ec2:DescribeInstanceTypes", "Denied", "as the story wants it", null);
        }
    }

    Sweep.Swept sweeps() {
        return sweep.run("sweep-" + runs++, time.now().plusSeconds(300));
    }

    /// What `DrillFunction` answers.
    Desk.Reply asks(String json) {
        return desk.answer(
                DrillRequest.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "person-" + runs++,
                time.now().plusSeconds(900));
    }

    Report drill(String json) {
        return drilled(json, Duration.ofMinutes(15)).move();
    }

    Drills.Drilled drilled(String json, Duration functionTime) {
        DrillRequest request = DrillRequest.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (request instanceof DrillRequest.Drill drill) {
            return drills.run(drill, "drill-" + runs++, time.now().plus(functionTime));
        }
        throw new IllegalArgumentException(request.toString());
    }

    Optional<InstanceId> holder(EniId eni) {
        return region.eni(eni).holder();
    }
}
