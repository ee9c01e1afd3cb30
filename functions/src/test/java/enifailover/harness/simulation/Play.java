package enifailover.harness.simulation;

import enifailover.dispatch.EventDispatcher.Dispatched;
import enifailover.drill.DrillRequest;
import enifailover.drill.DrillRequest.Action;
import enifailover.event.Cause;
import enifailover.event.Signal;
import enifailover.failover.AutomationGate;
import enifailover.failover.RunId;
import enifailover.harness.simulation.Injection.Act;
import enifailover.harness.simulation.Injection.Deed;
import enifailover.harness.simulation.Injection.Wake;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.group.GroupName;
import enifailover.model.group.SavedAttachment;
import enifailover.testkit.memory.MemoryAdmissionQueue;
import enifailover.testkit.memory.MemoryAutomationSwitch;
import enifailover.testkit.memory.MemoryGroupStore;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Plays one schedule from its beginning to rest. Nothing but the schedule decides what happens.
final class Play {
    private static final Duration FUNCTION_TIME = Duration.ofMinutes(5);
    private static final Duration DRILL_TIME = Duration.ofMinutes(15);
    private static final Set<Act> DRILLS = EnumSet.of(Act.PLAN_DRILL, Act.DRILL, Act.DRILL_AND_BACK, Act.FAILBACK);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int RESTING_SWEEPS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(20);

    private final Schedule schedule;
    private final VirtualTime time;
    private final History history;
    private final Region region;
    private final MemoryGroupStore table;
    private final MemoryAutomationSwitch brake;
    private final MemoryAdmissionQueue turns;
    private final Facts facts;
    private final Watch watch;
    private final Audit audit;
    private final Verdicts verdicts;
    private final Troubles troubles;
    private final World world;
    private int working;
    private int sweeps;

    private Play(Schedule schedule, VirtualTime time, History history) {
        this.schedule = schedule;
        this.time = time;
        this.history = history;
        this.region = schedule.scene().build(time);
        this.table = new MemoryGroupStore(time);
        this.facts = new Facts(schedule.scene(), region, table, new Wellness(region, schedule.scene(), time), history);
        this.watch = new Watch(facts);
        this.audit = new Audit(facts, history, time, schedule.seed());
        this.verdicts = new Verdicts(watch, history);
        this.troubles = new Troubles(schedule, time, history);
        this.brake = new MemoryAutomationSwitch(time);
        this.turns = new MemoryAdmissionQueue(time);
        this.world = new World(schedule, brake, time, history, facts, audit);
    }

    /// @param loud with lines to read
    static History of(Schedule schedule, boolean loud) {
        History history = new History(loud);
        try {
            VirtualTime.run(schedule.seed(), Duration.ofHours(4), time -> new Play(schedule, time, history).begin());
        } catch (RuntimeException notTheProgram) {
            history.lines().forEach(System.out::println);
            throw new IllegalStateException("seed " + schedule.seed(), notTheProgram);
        }
        return history;
    }

    private void begin() {
        history.clock(time::now);
        region.faults().rule(troubles::of).stale(troubles::age);
        troubles.rows(region.faults().rows());
        facts.wellness.begin();
        audit.begin();
        if (!schedule.scene().fresh()) {
            schedule.scene()
                    .groups()
                    .forEach(group -> table.saveAttachments(
                            new GroupName(group.name()),
                            known(group),
                            schedule.scene().members(group.name())));
        }
        schedule.injections().forEach(one -> time.at(moment(one.at()), () -> happens(one)));
        time.at(moment(Schedule.QUIET), world::heals);
        while (time.now().isBefore(moment(Schedule.QUIET + 60_000))) {
            time.sleep(Duration.ofSeconds(sweeps == 0 ? 5 : 60));
            sweep();
        }
        rest();
    }

    private static Instant moment(int millis) {
        return VirtualTime.BEGINNING.plusMillis(millis);
    }

    private Map<EniId, SavedAttachment> known(Scene.Group group) {
        Map<EniId, SavedAttachment> known = new LinkedHashMap<>();
        schedule.scene()
                .enisOf(group.name())
                .forEach(card -> known.put(
                        new EniId(card.id()),
                        new SavedAttachment(
                                new DevicePosition(card.index(), 0),
                                AttachmentAttributes.FRESH,
                                new InstanceId(card.holder()))));
        return known;
    }

    private void happens(Injection injection) {
        switch (injection) {
            case Injection.Strike strike -> {
                history.tell("world", strike::message);
                world.strike(strike);
            }
            case Wake wake -> {
                history.tell("world", wake::message);
                history.injected(wake.kind());
                event("e" + wake.id(), signal(wake), 0);
            }
            case Deed deed -> {
                history.tell("person", deed::message);
                if (DRILLS.contains(deed.act())) {
                    drill(deed);
                } else {
                    var _ = time.spawn("person", () -> world.act(deed));
                }
            }
            case Injection.Tagged tagged -> {
                history.tell("person", tagged::message);
                world.tags(tagged);
            }
            case Injection.Lasts lasts -> {
                history.tell("world", lasts::message);
                world.lasts(lasts);
            }
            case Injection.Scaled scaled -> {
                history.tell("world", scaled::message);
                world.scales(scaled);
            }
            case Injection.Twice twice -> twice(twice);
            case Injection.Trouble _, Injection.RowsAge _, Injection.Hides _, Injection.Forbids _ ->
                history.tell("world", injection::message);
            case Injection.Crash _, Injection.Stall _ -> {}
        }
    }

    /// Lambda delivers it once more while the first may still be at work on it.
    private void twice(Injection.Twice twice) {
        for (Injection one : schedule.injections()) {
            if (one instanceof Wake wake && wake.id() == twice.event()) {
                history.tell("world", twice::message);
                history.injected(twice.kind());
                Signal.OfInstance signal = signal(wake);
                Sandbox run = sandbox("e" + wake.id() + "b", Optional.of(signal), false);
                starts(run, FUNCTION_TIME, parts -> handled(run, "e" + wake.id(), parts, List.of(signal)), () -> {});
            }
        }
    }

    private Signal.OfInstance signal(Wake wake) {
        Instant said = time.now().minusSeconds(wake.age());
        Optional<Instant> starts =
                wake.cause() == Cause.SCHEDULED ? Optional.of(said.plus(Duration.ofMinutes(40))) : Optional.empty();
        return new Signal.OfInstance(
                new InstanceId(wake.host()),
                wake.cause(),
                Optional.of(said),
                starts,
                wake.cause() == Cause.STATE_CHANGE ? Optional.of(told(wake.host())) : Optional.empty(),
                wake.cause().message());
    }

    /// What EC2 tells of a change of state: how it is now, or, where that is no news, a stop that is over.
    private InstanceState told(String host) {
        boolean known =
                schedule.scene().hosts().stream().anyMatch(one -> one.id().equals(host));
        InstanceState now = known ? Truth.now(region, host).state() : InstanceState.TERMINATED;
        return now == InstanceState.RUNNING ? InstanceState.STOPPING : now;
    }

    /// As Lambda: an event whose function died or failed is delivered again, twice at most, under its request id.
    private void event(String name, Signal.OfInstance signal, int tries) {
        Sandbox run = sandbox(tries == 0 ? name : name + "r" + tries, Optional.of(signal), false);
        starts(run, FUNCTION_TIME, parts -> handled(run, name, parts, List.of(signal)), () -> {
            if (tries < 2) {
                working++;
                time.at(time.now().plus(MINUTE.multipliedBy(tries + 1)), () -> {
                    working--;
                    event(name, signal, tries + 1);
                });
            }
        });
    }

    private Sandbox sweep() {
        Sandbox run = sandbox("s" + sweeps, Optional.empty(), false);
        sweeps++;
        starts(run, FUNCTION_TIME, parts -> handled(run, run.name, parts, List.of(new Signal.Sweep())), () -> {});
        return run;
    }

    /// @param request Lambda's id of it
    /// @return whether the event was looked after
    private boolean handled(Sandbox run, String request, Wired parts, List<Signal> signals) {
        Dispatched all = parts.eventDispatcher()
                .handle(
                        signals,
                        RunId.of(request, run.name),
                        run.scheduler.now().plus(FUNCTION_TIME));
        verdicts.ended(run, all.reports());
        all.sweeps().forEach(swept -> swept.verdicts()
                .forEach((group, verdict) -> verdicts.passedOver(run, group, verdict)));
        run.tell(() -> "ends" + (all.failures().isEmpty() ? "" : ", failed: " + all.failures()));
        return all.failures().isEmpty();
    }

    private void drill(Deed deed) {
        history.injected(deed.kind());
        Sandbox run = sandbox("d" + deed.at(), Optional.empty(), true);
        Optional<InstanceId> target = deed.at() % 2 == 0 ? Optional.empty() : Optional.of(new InstanceId(deed.host()));
        Action action =
                switch (deed.act()) {
                    case DRILL, DRILL_AND_BACK -> Action.FAILOVER;
                    case FAILBACK -> Action.FAILBACK;
                    case PLAN_DRILL,
                            DETACHES_ONE,
                            MOVES_ONE,
                            PAUSES,
                            UNPAUSES,
                            UNTAGS_MEMBER,
                            UNTAGS_ENI,
                            SWITCHES_OFF,
                            SWITCHES_ON,
                            TAGS_MEMBER,
                            TAGS_ENI,
                            PREFERS -> Action.PLAN;
                };
        Optional<Duration> back =
                deed.act() == Act.DRILL_AND_BACK ? Optional.of(Duration.ofSeconds(20)) : Optional.empty();
        DrillRequest.Drill request = new DrillRequest.Drill(
                action, new GroupName(deed.group()), target, false, back, Optional.empty(), Optional.empty());
        starts(
                run,
                DRILL_TIME,
                parts -> {
                    verdicts.ended(
                            run,
                            parts.drillRunner()
                                    .run(
                                            request,
                                            run.name + "/drill",
                                            run.scheduler.now().plus(DRILL_TIME))
                                    .reports());
                    return true;
                },
                () -> {});
    }

    private Sandbox sandbox(String name, Optional<Signal.OfInstance> claim, boolean drill) {
        long off = schedule.scene().skew().toMillis();
        long mine = off == 0 ? 0 : Math.floorMod(Objects.hash(schedule.seed(), name), 2 * off + 1) - off;
        Sandbox run = new Sandbox(name, new SkewedTime(time, Duration.ofMillis(mine)), region, history, claim, drill);
        troubles.know(run);
        return run;
    }

    /// A process of its own, killed when its time is over.
    private void starts(Sandbox run, Duration most, Function<Wired, Boolean> work, Runnable ifNot) {
        working++;
        run.thread = time.spawn(run.name, () -> {
            boolean done = false;
            boolean answered = false;
            try {
                Hands hands = new Hands(run, watch);
                AutomationGate automationGate = new AutomationGate(
                        new BrakeDoor(run, brake, facts.brake), schedule.scene().automaticLimit(), run.scheduler);
                done = work.apply(Wired.of(
                        new Eyes(run, facts.again),
                        hands,
                        new TableDoor(run, table, watch),
                        automationGate,
                        new TurnsDoor(run, turns),
                        new ReservationsDoor(run, facts.reservations),
                        run.scheduler));
                answered = true;
            } catch (RuntimeException thrown) {
                history.broken(Law.ANSWERS, run.name + " threw " + thrown);
            } finally {
                boolean failed = !done;
                boolean died = !answered;
                // A thread that was killed has no clock any more: the rest happens on nobody's thread, at once.
                time.at(VirtualTime.BEGINNING, () -> {
                    run.over = true;
                    working--;
                    if (died) {
                        facts.died(run);
                    } else {
                        facts.brake.over(run);
                    }
                    if (failed) {
                        run.tell(() -> "is gone");
                        ifNot.run();
                    }
                });
            }
        });
        time.at(time.now().plus(most), () -> {
            if (!run.over) {
                if (!run.stalled) {
                    history.broken(Law.IN_TIME, run.name + " was ended from outside after " + most);
                }
                run.tell(() -> "is ended from outside: its time is over");
                time.kill(Objects.requireNonNull(run.thread));
            }
        });
    }

    /// Two sweeps that nothing disturbs, then what must be so at rest; more where something lasts, so that what
    /// goes on for ever is seen, and until what was put off is due.
    private void rest() {
        while (working > 0 || leased()) {
            time.sleep(Duration.ofSeconds(5));
        }
        Lasting lasting = new Lasting(schedule);
        int least = lasting.none() ? 2 : RESTING_SWEEPS;
        Instant latest = time.now().plus(LONGEST_WAIT);
        Sandbox last = restingSweep();
        for (int i = 1;
                i < least || (lasting.none() && putOff(lasting) && time.now().isBefore(latest));
                i++) {
            time.sleep(MINUTE);
            facts.atRest = i > 1;
            last = restingSweep();
        }
        new Rest(facts, lasting, history).check(last);
        facts.brake.rest(brake.read().zones());
    }

    private Sandbox restingSweep() {
        Sandbox run = sweep();
        while (!run.over) {
            time.sleep(Duration.ofSeconds(1));
        }
        return run;
    }

    /// Routing is asked for again ever more seldom: when it is mended, the next time is waited for.
    private boolean putOff(Lasting lasting) {
        return schedule.scene().groups().stream()
                .map(group -> facts.truth(new GroupName(group.name())))
                .filter(view -> !view.enis().isEmpty())
                .flatMap(view -> view.memory().unfinished().stream())
                .anyMatch(moveRecord -> moveRecord.retry().isPresent() && !lasting.unrouted(moveRecord.to()));
    }

    private boolean leased() {
        return schedule.scene().groups().stream().anyMatch(group -> table.holder(new GroupName(group.name()))
                .filter(lease -> !lease.expiry().plusSeconds(4).isBefore(time.now()))
                .isPresent());
    }
}
