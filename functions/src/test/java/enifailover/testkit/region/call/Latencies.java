package enifailover.testkit.region.call;

import java.time.Duration;

/// How long things take. A request's whole latency passes before it is carried out.
///
/// @param read a describe
/// @param write a change
/// @param detach from the answer to a detach until the ENI is available, when graceful and the guest cooperates
/// @param forcedDetach the same with Force
/// @param attach from the answer to an attach until it is attached
/// @param commandStart from SendCommand until the agent starts the script
/// @param commandVisible from SendCommand until GetCommandInvocation knows the command
/// @param stopping from StopInstances until stopped
/// @param forcedStopping the same with SkipOsShutdown: the guest is not asked
/// @param starting from StartInstances until running
/// @param terminating from TerminateInstances until terminated
/// @param agentOnline from running until Systems Manager sees the agent
/// @param event from a state change until EventBridge tells it
/// @param forgetsTerminated how long a terminated instance is still described
/// @param statusChecks from running, or from a reboot, until the status checks are made; `initializing` until then
/// @param hungGuest how long EC2 waits for a guest that does not shut down
public record Latencies(
        Duration read,
        Duration write,
        Duration detach,
        Duration forcedDetach,
        Duration attach,
        Duration commandStart,
        Duration commandVisible,
        Duration stopping,
        Duration forcedStopping,
        Duration starting,
        Duration terminating,
        Duration agentOnline,
        Duration event,
        Duration forgetsTerminated,
        Duration statusChecks,
        Duration hungGuest) {

    /// Those of the design; what it does not name is inferred.
    public static final Latencies DEFAULT = new Latencies(
            Duration.ofMillis(40),
            Duration.ofMillis(150),
            Duration.ofMillis(2500),
            Duration.ofMillis(2500),
            Duration.ofMillis(1500),
            Duration.ofMillis(1600),
            Duration.ofMillis(1000),
            Duration.ofSeconds(20),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15),
            Duration.ofSeconds(25),
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofSeconds(150),
            Duration.ofMinutes(4));

    /// Everything at once, for tests of rules; a terminated instance is still described for an hour.
    public static final Latencies NONE = new Latencies(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ZERO);

    /// The same with another graceful detach.
    public Latencies detaching(Duration graceful) {
        return new Latencies(
                read,
                write,
                graceful,
                forcedDetach,
                attach,
                commandStart,
                commandVisible,
                stopping,
                forcedStopping,
                starting,
                terminating,
                agentOnline,
                event,
                forgetsTerminated,
                statusChecks,
                hungGuest);
    }

    /// The same with another attach.
    public Latencies attaching(Duration other) {
        return new Latencies(
                read,
                write,
                detach,
                forcedDetach,
                other,
                commandStart,
                commandVisible,
                stopping,
                forcedStopping,
                starting,
                terminating,
                agentOnline,
                event,
                forgetsTerminated,
                statusChecks,
                hungGuest);
    }

    /// The same with another time until the agent starts a command.
    public Latencies commanding(Duration start) {
        return new Latencies(
                read,
                write,
                detach,
                forcedDetach,
                attach,
                start,
                commandVisible,
                stopping,
                forcedStopping,
                starting,
                terminating,
                agentOnline,
                event,
                forgetsTerminated,
                statusChecks,
                hungGuest);
    }

    /// The same with another time until a command shows.
    public Latencies showing(Duration command) {
        return new Latencies(
                read,
                write,
                detach,
                forcedDetach,
                attach,
                commandStart,
                command,
                stopping,
                forcedStopping,
                starting,
                terminating,
                agentOnline,
                event,
                forgetsTerminated,
                statusChecks,
                hungGuest);
    }

    /// The same with another time until the status checks of an instance that starts are made.
    public Latencies checking(Duration status) {
        return new Latencies(
                read,
                write,
                detach,
                forcedDetach,
                attach,
                commandStart,
                commandVisible,
                stopping,
                forcedStopping,
                starting,
                terminating,
                agentOnline,
                event,
                forgetsTerminated,
                status,
                hungGuest);
    }

    /// The same, everything times a factor.
    public Latencies times(double factor) {
        return new Latencies(
                scaled(read, factor),
                scaled(write, factor),
                scaled(detach, factor),
                scaled(forcedDetach, factor),
                scaled(attach, factor),
                scaled(commandStart, factor),
                scaled(commandVisible, factor),
                scaled(stopping, factor),
                scaled(forcedStopping, factor),
                scaled(starting, factor),
                scaled(terminating, factor),
                scaled(agentOnline, factor),
                event,
                forgetsTerminated,
                scaled(statusChecks, factor),
                scaled(hungGuest, factor));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }
}
