package enifailover.testkit.region.ssm;

import enifailover.testkit.region.call.Gate;
import enifailover.testkit.region.ec2.Inventory;
import enifailover.testkit.region.ssm.Agents.Agent;
import enifailover.testkit.region.ssm.Invocation.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries commands to agents, which run several side by side (D). Guarded by the region's lock.
final class Commands {
    /// `appconfig.CommandStoppedPreemptivelyExitCode`
    private static final int KILLED = 137;

    private final Gate gate;
    private final Inventory inventory;
    private final Agents agents;
    private final Map<String, Invocation> all = new LinkedHashMap<>();
    private final Map<String, Deque<Invocation>> waiting = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Delivery> deliveries = new HashMap<>();
    private Host usual;
    private Delivery usualDelivery = Delivery.NORMAL;

    /// D: amazon-ssm-agent, `Mds.CommandWorkersLimit`.
    private int workers = 5;

    Commands(Gate gate, Inventory inventory, Agents agents, Host usual) {
        this.gate = gate;
        this.inventory = inventory;
        this.agents = agents;
        this.usual = usual;
    }

    void host(@Nullable String instanceId, Host host) {
        if (instanceId == null) {
            usual = host;
        } else {
            hosts.put(instanceId, host);
        }
    }

    @Nullable
    Invocation get(String commandId) {
        return all.get(commandId);
    }

    List<Invocation> all() {
        return List.copyOf(all.values());
    }

    void delivery(@Nullable String instanceId, Delivery how) {
        if (instanceId == null) {
            usualDelivery = how;
            List.copyOf(waiting.keySet()).forEach(this::next);
        } else {
            deliveries.put(instanceId, how);
            next(instanceId);
        }
    }

    void workers(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("an agent has at least one worker, not " + limit);
        }
        workers = limit;
    }

    private Delivery delivery(String instanceId) {
        return deliveries.getOrDefault(instanceId, usualDelivery);
    }

    void send(Invocation invocation) {
        all.put(invocation.commandId, invocation);
        waiting.computeIfAbsent(invocation.instanceId, _ -> new ArrayDeque<>()).add(invocation);
        gate.agenda().later(gate.latencies().commandStart(), () -> next(invocation.instanceId));
        gate.agenda().later(invocation.expiresAfter(), () -> invocation.end(Status.DELIVERY_TIMED_OUT));
    }

    /// What no agent has begun ends at once (I). What runs is killed when its agent hears of it: the whole process
    /// group, by SIGKILL, and the exit code is 137 (D, amazon-ssm-agent, `executers_unix.go`). It may end by itself
    /// before.
    void cancel(Invocation invocation) {
        if (invocation.status == Status.IN_PROGRESS) {
            invocation.status = Status.CANCELLING;
            gate.agenda().later(gate.latencies().commandStart(), () -> kill(invocation));
        } else if (invocation.status != Status.CANCELLING) {
            invocation.end(Status.CANCELLED);
        }
    }

    private void kill(Invocation invocation) {
        Agent agent = agents.of(invocation.instanceId);
        if (agent != null && agent.heard() && agent.running.contains(invocation)) {
            invocation.responseCode = KILLED;
            invocation.end(Status.CANCELLED);
            ended(agent, invocation);
        }
    }

    /// Hands commands over, the oldest first, as long as the agent is there and has a worker free.
    void next(String instanceId) {
        Deque<Invocation> queue = waiting.getOrDefault(instanceId, new ArrayDeque<>());
        Delivery how = delivery(instanceId);
        Invocation next = due(queue);
        while (next != null && how == Delivery.UNDELIVERABLE) {
            next.end(Status.UNDELIVERABLE);
            next = due(queue);
        }
        if (how == Delivery.DELAYED) {
            queue.stream().filter(this::isDue).forEach(one -> one.status = Status.DELAYED);
        }
        Agent agent = agents.of(instanceId);
        boolean delivers = how == Delivery.NORMAL || how == Delivery.WITHOUT_RESULT;
        while (next != null && delivers && agent != null && agent.heard() && agent.running.size() < workers) {
            queue.remove();
            start(agent, next);
            next = due(queue);
        }
    }

    /// The oldest that still waits and whose time has come, or null. What it is too late for leaves the queue.
    private @Nullable Invocation due(Deque<Invocation> queue) {
        Instant now = gate.agenda().now();
        queue.removeIf(one -> one.status.terminal() || !now.isBefore(one.beginsBefore()));
        Invocation oldest = queue.peek();
        return oldest != null && isDue(oldest) ? oldest : null;
    }

    private boolean isDue(Invocation invocation) {
        return !gate.agenda()
                .now()
                .isBefore(invocation.requested.plus(gate.latencies().commandStart()));
    }

    private void start(Agent agent, Invocation invocation) {
        agent.running.add(invocation);
        invocation.status = Status.IN_PROGRESS;
        int life = agent.life;
        gate.agenda().later(invocation.document.executionTimeout(), () -> {
            if (agent.life == life && agent.running.contains(invocation)) {
                report(agent, () -> invocation.end(Status.EXECUTION_TIMED_OUT));
                ended(agent, invocation);
            }
        });
        Host host = Objects.requireNonNull(hosts.getOrDefault(invocation.instanceId, usual));
        host.run(
                new Host.Command(
                        invocation.instanceId, invocation.commandId, invocation.document.name(), invocation.parameters),
                new Guestroom(agent, invocation, agent.life));
    }

    /// D: the agent tells how a command ended; while it is not heard, the command stays `InProgress`.
    private void report(Agent agent, Runnable result) {
        if (delivery(agent.instanceId) == Delivery.WITHOUT_RESULT) {
            return;
        }
        if (agent.heard()) {
            result.run();
        } else {
            agent.unreported.add(result);
        }
    }

    /// A worker is free again.
    void ended(Agent agent, Invocation invocation) {
        if (agent.running.remove(invocation)) {
            next(agent.instanceId);
        }
    }

    /// What a host sees of its instance.
    private final class Guestroom implements Host.Guest {
        private final Agent agent;
        private final Invocation invocation;
        private final int life;

        Guestroom(Agent agent, Invocation invocation, int life) {
            this.agent = agent;
            this.invocation = invocation;
            this.life = life;
        }

        @Override
        public Instant now() {
            return gate.agenda().now();
        }

        @Override
        public void at(Instant when, Runnable what) {
            var _ = gate.underLock(() -> {
                gate.agenda().later(Duration.between(gate.agenda().now(), when), () -> {
                    if (agent.life == life && agent.running.contains(invocation)) {
                        what.run();
                    }
                });
                return true;
            });
        }

        @Override
        public List<Host.Device> devices() {
            return gate.underLock(() -> inventory.devices(invocation.instanceId).stream()
                    .map(device -> new Host.Device(device.mac(), device.since()))
                    .toList());
        }

        @Override
        public void answer(Host.Answer answer) {
            var _ = gate.underLock(() -> {
                if (agent.life == life && agent.running.contains(invocation)) {
                    report(agent, () -> invocation.end(answer));
                    ended(agent, invocation);
                }
                return true;
            });
        }
    }
}
