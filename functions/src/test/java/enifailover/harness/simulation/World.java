package enifailover.harness.simulation;

import enifailover.harness.simulation.Injection.Deed;
import enifailover.harness.simulation.Injection.Lasts;
import enifailover.harness.simulation.Injection.Scaled;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Tagged;
import enifailover.model.Attachment;
import enifailover.model.Eni;
import enifailover.model.group.GroupName;
import enifailover.port.AutomationSwitch;
import enifailover.port.AutomationSwitch.KillSwitch;
import enifailover.port.Observation;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.ec2.Attaching;
import enifailover.testkit.region.ec2.Checks;
import enifailover.testkit.region.ec2.Ec2;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.State;
import enifailover.testkit.region.ssm.Delivery;
import enifailover.testkit.region.ssm.SimulatedHost.Behaviour;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What happens to the Region besides the program: blows and people.
final class World {
    private static final Duration STUCK = Duration.ofMinutes(30);

    private final Scene scene;
    private final Region region;
    private final AutomationSwitch automationSwitch;
    private final VirtualTime time;
    private final History history;
    private final Schedule schedule;
    private final Facts facts;
    private final Audit audit;
    private final Ec2 hand;

    World(
            Schedule schedule,
            AutomationSwitch automationSwitch,
            VirtualTime time,
            History history,
            Facts facts,
            Audit audit) {
        this.schedule = schedule;
        this.scene = schedule.scene();
        this.region = facts.region;
        this.automationSwitch = automationSwitch;
        this.time = time;
        this.history = history;
        this.facts = facts;
        this.audit = audit;
        this.hand = region.ec2(Caller.named("person"));
    }

    void strike(Strike strike) {
        String id = strike.host();
        State state = region.stateOf(id);
        boolean alive = state == State.RUNNING || state == State.PENDING;
        boolean done =
                switch (strike.blow()) {
                    case STOP -> {
                        region.strike(world -> world.stop(id, false, "Server.InternalError"));
                        yield state == State.RUNNING;
                    }
                    case TERMINATE -> {
                        boolean there = state != State.TERMINATED && state != State.SHUTTING_DOWN;
                        if (there) {
                            region.strike(world -> world.terminate(id, "Server.SpotInstanceTermination"));
                        }
                        yield there;
                    }
                    case START -> {
                        if (state == State.STOPPED) {
                            region.strike(world -> world.start(id));
                        }
                        yield state == State.STOPPED;
                    }
                    case IMPAIRED -> {
                        region.impair(id, Checks.Kind.SYSTEM);
                        yield alive;
                    }
                    case WELL -> {
                        region.restore(id, Checks.Kind.SYSTEM);
                        yield alive;
                    }
                    case REBOOT -> {
                        if (state == State.RUNNING) {
                            region.reboot(id);
                        }
                        yield state == State.RUNNING;
                    }
                    case RETIREMENT -> {
                        region.strike(world -> world.schedule(
                                id,
                                new Instance.Scheduled(
                                        "instance-event-00000000000000001",
                                        "instance-retirement",
                                        "The instance is running on degraded hardware",
                                        time.now().plus(Duration.ofMinutes(40)),
                                        time.now().plus(Duration.ofHours(2)))));
                        yield alive;
                    }
                    case SHUTDOWN_HANGS -> {
                        region.strike(world -> world.shutdownTakes(id, STUCK));
                        yield alive;
                    }
                    case DETACH_HANGS -> {
                        region.strike(world -> world.detachTakes(id, STUCK));
                        yield alive;
                    }
                    case AGENT_LOST -> {
                        region.loseAgent(id);
                        yield alive;
                    }
                    case AGENT_BACK -> {
                        region.recoverAgent(id);
                        yield alive;
                    }
                    case SCRIPT_HANGS -> behaves(id, Behaviour.HANGS);
                    case NO_DEVICE -> behaves(id, Behaviour.NEVER_SHOWS_DEVICE);
                    case ROUTES_FAIL -> behaves(id, Behaviour.FAILS_VERIFICATION);
                    case SCRIPT_DIES -> behaves(id, Behaviour.CRASHES);
                    case NO_DATA -> {
                        region.loseStatus(id, Checks.Kind.SYSTEM);
                        yield alive;
                    }
                    case DEVICE_AFTER_REBOOT -> behaves(id, Behaviour.SHOWS_DEVICE_AFTER_REBOOT);
                };
        if (done) {
            history.injected(strike.kind());
            facts.wellness.struck(id);
        }
    }

    private boolean behaves(String id, Behaviour behaviour) {
        region.hosts().behave(id, behaviour);
        return true;
    }

    void tags(Tagged tagged) {
        Map<String, String> before;
        try {
            before = tagged.id().startsWith("i-")
                    ? region.instance(tagged.id()).tags()
                    : region.eni(tagged.id()).tags();
        } catch (AwsError destroyed) {
            history.tell("person", () -> "is refused: " + destroyed.code());
            return; // with DeleteOnTermination it died with its holder
        }
        history.injected(tagged.kind());
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(tagged.tags());
        if (before.containsKey(Scene.GROUP)) {
            facts.leaves(tagged.id());
        }
        region.strike(world -> world.retag(tagged.id(), all));
        audit.wake();
    }

    void scales(Scaled scaled) {
        history.injected(scaled.kind());
        Map<String, String> tags = new TreeMap<>(region.instance(scaled.host()).tags());
        tags.put(Scene.SCALED, "web-asg");
        region.strike(world -> world.retag(scaled.host(), tags));
        region.autoScaling().set(scaled.host(), "web-asg", scaled.state());
        facts.service.enters(scaled.host(), scaled.state());
    }

    void lasts(Lasts lasts) {
        history.injected(lasts.kind());
        again(lasts);
    }

    private void again(Lasts lasts) {
        String id = lasts.host();
        switch (lasts.what()) {
            case REFUSES_ATTACH -> region.attachRefusals().refuse(id, lasts.code());
            case DELIVERS_NOTHING -> region.strike(_ -> region.fleet().delivery(id, Delivery.NONE));
            case CANNOT_RUN -> region.hosts().behave(id, Behaviour.NOT_EXECUTABLE);
            case AGENT_LOST -> region.loseAgent(id);
            case NO_STATUS -> {}
            case REFUSES_STOP -> region.strike(world -> world.protectFromStop(id, true));
        }
    }

    /// Whatever was wrong with hosts and agents is mended, but for what lasts; instances stay as they are.
    void heals() {
        history.tell("world", () -> "from now on nothing new goes wrong");
        automationSwitch.resume();
        scene.hosts().forEach(host -> {
            region.hosts().behave(host.id(), Behaviour.NORMAL);
            region.recoverAgent(host.id());
            region.strike(world -> {
                world.detachTakes(host.id(), Duration.ofSeconds(3));
                world.shutdownTakes(host.id(), Duration.ofSeconds(20));
                world.insufficientData(host.id(), Checks.Kind.SYSTEM, false);
            });
        });
        schedule.injections().forEach(one -> {
            if (one instanceof Lasts lasts) {
                again(lasts);
            }
        });
    }

    /// Runs on a thread of its own.
    void act(Deed deed) {
        history.injected(deed.kind());
        GroupName group = new GroupName(deed.group());
        Observation observation = Truth.of(Truth.now(region, scene), group);
        try {
            switch (deed.act()) {
                case DETACHES_ONE -> observation.enis().stream().findFirst().ifPresent(this::detach);
                case MOVES_ONE -> observation.enis().stream().findFirst().ifPresent(eni -> move(eni, deed.host()));
                case PAUSES -> tag(observation, Map.of(Scene.PREFIX + "paused", "true"));
                case UNPAUSES ->
                    hand.untag(
                            observation.enis().stream()
                                    .map(eni -> eni.id().value())
                                    .toList(),
                            List.of(Scene.PREFIX + "paused"));
                case UNTAGS_MEMBER -> hand.untag(List.of(deed.host()), List.of(Scene.GROUP));
                case UNTAGS_ENI ->
                    observation.enis().stream().skip(1).findFirst().ifPresent(eni -> {
                        facts.leaves(eni.id().value());
                        hand.untag(List.of(eni.id().value()), List.of(Scene.GROUP));
                    });
                case TAGS_MEMBER -> {
                    Set<String> groups = new TreeSet<>(scene.host(deed.host()).groups());
                    groups.add(deed.group());
                    hand.tag(List.of(deed.host()), Map.of(Scene.GROUP, String.join(" ", groups)));
                }
                case TAGS_ENI ->
                    hand.tag(
                            scene.enisOf(deed.group()).stream()
                                    .map(Scene.Card::id)
                                    .toList(),
                            Map.of(Scene.GROUP, deed.group()));
                case PREFERS -> hand.tag(List.of(deed.host()), Map.of(Scene.PREFIX + "priority", "1"));
                case SWITCHES_OFF ->
                    automationSwitch.stop(new KillSwitch(Optional.of(time.now()), "as a person wants it"));
                case SWITCHES_ON -> automationSwitch.resume();
                case PLAN_DRILL, DRILL, DRILL_AND_BACK, FAILBACK ->
                    throw new IllegalArgumentException("a drill is a function");
            }
        } catch (AwsError refused) {
            history.tell("person", () -> "is refused: " + refused.code());
        } finally {
            audit.wake();
        }
    }

    private void tag(Observation observation, Map<String, String> tags) {
        hand.tag(observation.enis().stream().map(eni -> eni.id().value()).toList(), tags);
    }

    private void detach(Eni eni) {
        eni.attachment().map(Attachment::id).ifPresent(id -> hand.detach(id.value(), false, false));
    }

    private void move(Eni eni, String host) {
        detach(eni);
        for (int i = 0; i < 20 && !region.eni(eni.id().value()).status().equals("available"); i++) {
            time.sleep(Duration.ofSeconds(1));
        }
        int index = eni.attachment().map(a -> a.devicePosition().deviceIndex()).orElse(1);
        hand.attach(Attaching.Request.of(eni.id().value(), host, index, 0));
        facts.byHand(eni.id().value(), index);
    }
}
