package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Latencies;
import java.time.Duration;
import java.util.List;

/// Start, stop, terminate, reboot. Source: D, EC2 User Guide, "Instance lifecycle".
final class Powering {

    /// How an instance is stopped.
    enum Stop {
        GRACEFUL,
        /// `Force`.
        FORCED,
        /// `SkipOsShutdown`, with Force or without; or the host loses its power.
        WITHOUT_GUEST
    }

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

    /// Running, with status checks to come.
    void run(String id) {
        inventory.hungGuests.remove(id);
        inventory.enter(id, State.RUNNING, "");
        checkLater(id);
    }

    private void checkLater(String id) {
        after(inventory.gate.latencies().statusChecks(), id, State.RUNNING, () -> {
            Instance instance = inventory.instance(id);
            if (instance.checks().initializing()) {
                inventory.instances.put(id, instance.with(Checks.OK), inventory.now());
            }
        });
    }

    /// D: a reboot changes no state; the status checks begin anew. A guest that does not shut down within a few minutes
    /// is rebooted hard.
    void reboot(String id) {
        if (inventory.hungGuests.remove(id)) {
            after(inventory.gate.latencies().hungGuest(), id, State.RUNNING, () -> rebootNow(id));
        } else {
            rebootNow(id);
        }
    }

    private void rebootNow(String id) {
        inventory.turns.merge(id, 1, Integer::sum);
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

    /// @param how what is asked for besides
    void stop(List<String> ids, Stop how) {
        ids.forEach(inventory::instance);
        ids.forEach(this::checkStop);
        for (String id : ids) {
            switch (inventory.instance(id).state()) {
                case RUNNING -> begin(id, how, "Client.UserInitiatedShutdown: User initiated shutdown");
                case STOPPING -> {
                    if (how != Stop.GRACEFUL) {
                        after(stopTime(id, how), id, State.STOPPING, () -> stopped(id));
                    }
                }
                case STOPPED, PENDING, SHUTTING_DOWN, TERMINATED -> {}
            }
        }
    }

    /// What EC2 does not stop, with Force or without.
    private void checkStop(String id) {
        Instance instance = inventory.instance(id);
        switch (instance.state()) {
            case PENDING, SHUTTING_DOWN, TERMINATED -> throw wrong(id, "stopped"); // O
            case RUNNING, STOPPING, STOPPED -> {}
        }
        LaunchOptions options = instance.options();
        if (options.spotRequest().equals("one-time")) { // O
            throw AwsError.refused(
                    "UnsupportedOperation",
                    "You can't stop the Spot Instance '" + id
                            + "' because it is associated with a one-time Spot Instance request. You can only stop Spot"
                            + " Instances associated with persistent Spot Instance requests.");
        }
        if (options.rootDevice().equals("instance-store")) { // O
            throw AwsError.refused(
                    "UnsupportedOperation",
                    "The instance '" + id + "' does not have an 'ebs' root device type and cannot be stopped.");
        }
        if (options.disableApiStop()) { // O
            throw AwsError.refused(
                    "OperationNotPermitted",
                    "The instance '" + id
                            + "' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.");
        }
    }

    void stopNow(String id, boolean force, String reason) {
        begin(id, force ? Stop.WITHOUT_GUEST : Stop.GRACEFUL, reason);
    }

    private void begin(String id, Stop how, String reason) {
        inventory.enter(id, State.STOPPING, reason);
        after(stopTime(id, how), id, State.STOPPING, () -> stopped(id));
    }

    private void stopped(String id) {
        inventory.enter(id, State.STOPPED, inventory.instance(id).reason());
    }

    /// D, StopInstances: Force too lets the guest shut down first, and takes the power away when that takes too
    /// long; `SkipOsShutdown` asks no guest. I: how long EC2 waits for a guest that hangs, and that it does so
    /// without Force.
    private Duration stopTime(String id, Stop how) {
        Latencies usual = inventory.gate.latencies();
        Duration time =
                switch (how) {
                    case WITHOUT_GUEST -> usual.forcedStopping();
                    case GRACEFUL, FORCED -> inventory.hungGuests.contains(id) ? usual.hungGuest() : usual.stopping();
                };
        return inventory.shutdowns.getOrDefault(id, time);
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
        int turn = inventory.turns.getOrDefault(id, 0);
        inventory.gate.agenda().later(wait, () -> {
            Instance instance = inventory.instances.get(id);
            boolean same = inventory.turns.getOrDefault(id, 0) == turn;
            if (instance != null && instance.state() == stillIn && same) {
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
