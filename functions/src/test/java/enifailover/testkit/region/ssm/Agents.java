package enifailover.testkit.region.ssm;

import enifailover.testkit.region.call.Gate;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The agents of the instances. Guarded by the region's lock.
final class Agents {

    /// What Systems Manager knows of an agent.
    static final class Agent {
        final String instanceId;
        boolean online;
        /// Grows at each stop, so that what a former life began does not end in this one.
        int life;
        /// An operator took the agent away; no start brings it back.
        boolean disabled;

        Instant lastPing;
        /// Not heard of since [#lastPing], though it is `Online`.
        boolean silent;

        String version = LATEST_VERSION;

        /// What it runs now, side by side.
        final Set<Invocation> running = new LinkedHashSet<>();

        /// What ended while Systems Manager did not hear the agent; told when it does again (D).
        final List<Runnable> unreported = new ArrayList<>();

        Agent(String instanceId, Instant now) {
            this.instanceId = instanceId;
            this.lastPing = now;
        }

        /// Systems Manager and the agent hear each other.
        boolean heard() {
            return online && !silent;
        }
    }

    /// The newest agent there is.
    static final String LATEST_VERSION = "3.3.3572.0";

    private final Gate gate;
    private final Map<String, Agent> agents = new LinkedHashMap<>();

    /// Instances that Systems Manager never gets to know, as without an instance profile.
    private final Set<String> unmanaged = new HashSet<>();

    private Consumer<String> cameOnline = _ -> {};

    Agents(Gate gate) {
        this.gate = gate;
    }

    void whenOnline(Consumer<String> then) {
        cameOnline = then;
    }

    @Nullable
    Agent of(String instanceId) {
        return agents.get(instanceId);
    }

    List<Agent> all() {
        return List.copyOf(agents.values());
    }

    void manage(String instanceId) {
        unmanaged.remove(instanceId);
        online(instanceId);
    }

    void online(String instanceId) {
        if (unmanaged.contains(instanceId)) {
            return;
        }
        Agent agent = agents.computeIfAbsent(
                instanceId, id -> new Agent(id, gate.agenda().now()));
        agent.online = !agent.disabled;
        agent.silent = false;
        report(agent);
        cameOnline.accept(instanceId);
    }

    void disable(String instanceId, boolean disabled) {
        Agent agent = agents.get(instanceId);
        if (agent != null) {
            agent.lastPing = gate.agenda().now();
            agent.disabled = disabled;
            agent.online = !disabled;
            agent.silent = false;
            report(agent);
        }
    }

    private static void report(Agent agent) {
        if (agent.heard()) {
            List<Runnable> results = List.copyOf(agent.unreported);
            agent.unreported.clear();
            results.forEach(Runnable::run);
        }
    }

    /// D: the ping status goes stale by minutes. Until it is [#online(String)] again the agent hears no command, and
    /// nobody hears its results.
    void silence(String instanceId, Instant since) {
        Agent agent = agents.get(instanceId);
        if (agent != null) {
            agent.silent = true;
            agent.lastPing = since;
        }
    }

    void version(String instanceId, String version) {
        Agent agent = agents.get(instanceId);
        if (agent != null) {
            agent.version = version;
        }
    }

    void forget(String instanceId) {
        agents.remove(instanceId);
    }

    void unmanage(String instanceId) {
        unmanaged.add(instanceId);
        forget(instanceId);
    }

    /// D: an instance that is not running is `ConnectionLost` and stays on the list.
    void know(String instanceId) {
        agents.put(instanceId, new Agent(instanceId, gate.agenda().now()));
    }

    /// D: a freshly booted agent takes a while to come online.
    void follow(Instance instance) {
        if (instance.state() == State.RUNNING) {
            Duration wait = gate.latencies().agentOnline();
            Agent before = agents.get(instance.id());
            int life = before == null ? 0 : before.life;
            gate.agenda().later(wait, () -> {
                Agent agent = agents.get(instance.id());
                if (agent == null || agent.life == life) {
                    online(instance.id());
                }
            });
        } else {
            goDown(instance.id());
        }
    }

    void goDown(String instanceId) {
        Agent agent = agents.get(instanceId);
        if (agent != null) {
            agent.lastPing = lastPing(agent);
            agent.online = false;
            agent.life++;
            agent.running.clear();
            agent.unreported.clear();
        }
    }

    Instant lastPing(Agent agent) {
        return agent.heard() ? gate.agenda().now() : agent.lastPing;
    }
}
