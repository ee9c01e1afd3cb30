package enifailover.region.ssm;

import enifailover.region.call.Gate;
import enifailover.region.ec2.Inventory;
import enifailover.region.ssm.Agents.Agent;
import enifailover.region.ssm.Invocation.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries commands to agents, one after another for each instance (D). Guarded by the region's lock.
final class Commands {
    private final Gate gate;
    private final Inventory inventory;
    private final Agents agents;
    private final Map<String, Invocation> all = new LinkedHashMap<>();
    private final Map<String, Deque<Invocation>> waiting = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private Host usual;

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

    void send(Invocation invocation) {
        all.put(invocation.commandId, invocation);
        waiting.computeIfAbsent(invocation.instanceId, _ -> new ArrayDeque<>()).add(invocation);
        gate.agenda().later(gate.latencies().commandStart(), () -> next(invocation.instanceId));
        gate.agenda().later(invocation.deliverWithin, () -> {
            if (invocation.status == Status.PENDING) {
                invocation.end(Status.DELIVERY_TIMED_OUT);
            }
        });
    }

    /// Hands the next command over, if the agent is there and idle.
    void next(String instanceId) {
        Agent agent = agents.of(instanceId);
        Deque<Invocation> queue = waiting.get(instanceId);
        if (agent == null || !agent.online || agent.running != null || queue == null) {
            return;
        }
        Instant now = gate.agenda().now();
        Invocation next = queue.peek();
        while (next != null && next.status.terminal()) {
            queue.remove();
            next = queue.peek();
        }
        if (next == null || now.isBefore(next.requested.plus(gate.latencies().commandStart()))) {
            return;
        }
        queue.remove();
        start(agent, next);
    }

    private void start(Agent agent, Invocation invocation) {
        agent.running = invocation;
        invocation.status = Status.IN_PROGRESS;
        Duration most = invocation.document.executionTimeout();
        gate.agenda().later(most, () -> {
            invocation.end(Status.EXECUTION_TIMED_OUT);
            idle(agent, invocation);
        });
        Host host = Objects.requireNonNull(hosts.getOrDefault(invocation.instanceId, usual));
        host.run(
                new Host.Command(
                        invocation.instanceId, invocation.commandId, invocation.document.name(), invocation.parameters),
                new Guestroom(agent, invocation, agent.life));
    }

    void idle(Agent agent, Invocation invocation) {
        if (agent.running == invocation) {
            agent.running = null;
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
                    if (agent.life == life && agent.running == invocation) {
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
                if (agent.life == life) {
                    invocation.end(answer);
                    idle(agent, invocation);
                }
                return true;
            });
        }
    }
}
