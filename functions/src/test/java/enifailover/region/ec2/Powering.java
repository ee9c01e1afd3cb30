package enifailover.region.ec2;

import enifailover.region.call.AwsError;
import java.time.Duration;
import java.util.List;

/// Start, stop, terminate, reboot. Source: D, EC2 User Guide, "Instance lifecycle".
final class Powering {
    private final Inventory inventory;

    Powering(Inventory inventory) {
        this.inventory = inventory;
    }

    void start(List<String> ids) {
        ids.forEach(inventory::instance);
        for (String id : ids) {
            switch (inventory.instance(id).state()) {
                case PENDING, RUNNING -> {}
                case STOPPED -> startNow(id);
                case STOPPING, SHUTTING_DOWN, TERMINATED -> throw wrong(id, "started"); // O
            }
        }
    }

    private void startNow(String id) {
        inventory.instances.change(id, inventory.now(), instance -> instance.with(Checks.INITIALIZING));
        inventory.enter(id, State.PENDING, "");
        after(inventory.gate.latencies().starting(), id, State.PENDING, () -> run(id));
    }

    /// Running, with status checks to come. I: how long they take, here as long as the agent.
    void run(String id) {
        inventory.enter(id, State.RUNNING, "");
        checkLater(id);
    }

    private void checkLater(String id) {
        after(inventory.gate.latencies().agentOnline(), id, State.RUNNING, () -> {
            Instance instance = inventory.instance(id);
            if (instance.checks().initializing()) {
                inventory.instances.put(id, instance.with(Checks.OK), inventory.now());
            }
        });
    }

    /// D: a reboot changes no state; the status checks begin anew.
    void reboot(String id) {
        inventory.instances.change(id, inventory.now(), instance -> instance.with(Checks.INITIALIZING));
        inventory.reboots(inventory.instance(id));
        checkLater(id);
    }

    void reboot(List<String> ids) {
        for (String id : ids) {
            if (inventory.instance(id).state() != State.RUNNING) {
                throw wrong(id, "rebooted"); // I
            }
        }
        ids.forEach(this::reboot);
    }

    void stop(List<String> ids, boolean force) {
        ids.forEach(inventory::instance);
        for (String id : ids) {
            switch (inventory.instance(id).state()) {
                case STOPPED -> {}
                case RUNNING -> stopNow(id, force, "Client.UserInitiatedShutdown: User initiated shutdown");
                case STOPPING -> {
                    if (force) {
                        after(stopTime(id, true), id, State.STOPPING, () -> stopped(id));
                    }
                }
                case PENDING, SHUTTING_DOWN, TERMINATED -> throw wrong(id, "stopped"); // O
            }
        }
    }

    void stopNow(String id, boolean force, String reason) {
        inventory.enter(id, State.STOPPING, reason);
        after(stopTime(id, force), id, State.STOPPING, () -> stopped(id));
    }

    private void stopped(String id) {
        inventory.enter(id, State.STOPPED, inventory.instance(id).reason());
    }

    private Duration stopTime(String id, boolean force) {
        Duration usual = force
                ? inventory.gate.latencies().forcedStopping()
                : inventory.gate.latencies().stopping();
        return inventory.shutdowns.getOrDefault(id, usual);
    }

    void terminate(List<String> ids) {
        ids.forEach(inventory::instance);
        for (String id : ids) {
            switch (inventory.instance(id).state()) {
                case SHUTTING_DOWN, TERMINATED -> {}
                case PENDING, RUNNING, STOPPING, STOPPED ->
                    terminateNow(id, "Client.UserInitiatedShutdown: User initiated shutdown");
            }
        }
    }

    void terminateNow(String id, String reason) {
        inventory.enter(id, State.SHUTTING_DOWN, reason);
        Duration usual = inventory.gate.latencies().terminating();
        after(inventory.shutdowns.getOrDefault(id, usual), id, State.SHUTTING_DOWN, () -> terminated(id));
    }

    /// D: ENIs with DeleteOnTermination are destroyed, the others are `available` and their index is forgotten. I: that
    /// it happens just when the instance is terminated.
    private void terminated(String id) {
        for (NetworkInterface eni : inventory.held(id)) {
            Attachment attachment = eni.attachment();
            if (attachment == null) {
                continue;
            }
            if (attachment.attributes().deleteOnTermination()) {
                inventory.interfaces.remove(eni.id(), inventory.now());
            } else {
                Duration ghost = inventory.ghosts.getOrDefault(eni.id(), Duration.ZERO);
                Detaching detaching = new Detaching(inventory);
                inventory.gate.agenda().later(ghost, () -> detaching.release(eni.id(), attachment.id()));
            }
        }
        inventory.enter(id, State.TERMINATED, inventory.instance(id).reason());
        // D: a terminated instance stays describable, with its tags, for about an hour.
        inventory
                .gate
                .agenda()
                .later(
                        inventory.gate.latencies().forgetsTerminated(),
                        () -> inventory.instances.remove(id, inventory.now()));
    }

    private void after(Duration wait, String id, State stillIn, Runnable what) {
        inventory.gate.agenda().later(wait, () -> {
            Instance instance = inventory.instances.get(id);
            if (instance != null && instance.state() == stillIn) {
                what.run();
            }
        });
    }

    private static AwsError wrong(String id, String verb) {
        return AwsError.refused(
                "IncorrectInstanceState",
                "The instance '" + id + "' is not in a state from which it can be " + verb + ".");
    }
}
