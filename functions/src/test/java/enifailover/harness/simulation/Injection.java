package enifailover.harness.simulation;

import enifailover.event.Cause;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One thing that happens to the world or to the program, whatever the program does.
public sealed interface Injection {

    /// When, in milliseconds from the beginning; when it can first matter.
    int at();

    /// For a history.
    String message();

    /// The kind, for the count of what was injected.
    default String kind() {
        return switch (this) {
            case Strike strike -> strike.blow().name();
            case Wake wake -> "event " + wake.cause().name();
            case Deed deed -> "operator " + deed.act().name();
            case Tagged tagged -> tagged.id().startsWith("i-") ? "an instance is tagged" : "an ENI is tagged";
            case Lasts lasts ->
                "for good: " + lasts.what().name() + (lasts.code().isEmpty() ? "" : " " + lasts.code());
            case RowsAge _ -> "rows of a describe age alone";
            case Hides hides -> "an instance is missing from " + hides.calls();
            case Twice _ -> "a request id twice";
            case Scaled scaled -> "Auto Scaling: " + scaled.state();
            case Forbids forbids -> "no detach: " + forbids.code();
            case Trouble trouble -> trouble.fault().name() + " of " + trouble.calls();
            case Crash crash -> crash.after() ? "crash after a call" : "crash before a call";
            case Stall stall -> stall.after() ? "stall after a call" : "stall before a call";
        };
    }

    /// The world strikes an instance.
    record Strike(int at, Blow blow, String host) implements Injection {
        @Override
        public String message() {
            return blow.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ' ' + host;
        }
    }

    /// What can happen to an instance.
    enum Blow {
        STOP,
        TERMINATE,
        START,
        IMPAIRED,
        WELL,
        REBOOT,
        RETIREMENT,
        SHUTDOWN_HANGS,
        DETACH_HANGS,
        AGENT_LOST,
        AGENT_BACK,
        SCRIPT_HANGS,
        NO_DEVICE,
        ROUTES_FAIL,
        SCRIPT_DIES,
        DEVICE_AFTER_REBOOT,
        /// EC2 has no result of its system check.
        NO_DATA
    }

    /// An event reaches a function of its own.
    ///
    /// @param id names the function in histories
    /// @param host the instance that it names
    /// @param age how old the claim is, in seconds
    record Wake(int at, int id, Cause cause, String host, int age) implements Injection {
        @Override
        public String message() {
            return "event e" + id + ": " + cause.message() + ", of " + host + (age == 0 ? "" : ", " + age + " s old");
        }
    }

    /// A person acts.
    ///
    /// @param group of which group
    /// @param host the instance that it concerns, or empty
    record Deed(int at, Act act, String group, String host) implements Injection {
        @Override
        public String message() {
            return "a person: " + act.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + group + " " + host;
        }
    }

    /// What a person can do.
    enum Act {
        DETACHES_ONE,
        MOVES_ONE,
        PAUSES,
        UNPAUSES,
        UNTAGS_MEMBER,
        UNTAGS_ENI,
        PLAN_DRILL,
        DRILL,
        DRILL_AND_BACK,
        FAILBACK,
        SWITCHES_OFF,
        SWITCHES_ON,
        TAGS_MEMBER,
        TAGS_ENI,
        PREFERS
    }

    /// Somebody tags an instance or an ENI.
    ///
    /// @param tags set, whatever there was
    record Tagged(int at, String id, Map<String, String> tags) implements Injection {
        @Override
        public String message() {
            return "somebody tags " + id + ' ' + new TreeMap<>(tags);
        }
    }

    /// Something is wrong that nobody mends.
    ///
    /// @param host of which instance, or empty
    /// @param code EC2's, where it refuses
    record Lasts(int at, Ailment what, String host, String code) implements Injection {
        @Override
        public String message() {
            return "for good: " + what.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ' ' + host + ' ' + code;
        }
    }

    /// An Auto Scaling group has an instance in another lifecycle state from now on.
    ///
    /// @param state in Auto Scaling's word, such as `Terminating:Wait`
    record Scaled(int at, String host, String state) implements Injection {
        @Override
        public String message() {
            return "its Auto Scaling group has " + host + " in " + state;
        }
    }

    /// What nobody mends.
    enum Ailment {
        /// EC2 attaches nothing to the instance.
        REFUSES_ATTACH,
        /// Systems Manager takes commands for it and delivers none.
        DELIVERS_NOTHING,
        /// Its guest cannot run the script: exit 126.
        CANNOT_RUN,
        AGENT_LOST,
        /// DescribeInstanceStatus does not answer.
        NO_STATUS,
        /// EC2 does not stop it: stop protection is on.
        REFUSES_STOP
    }

    /// Each row of a describe is as old as it likes for a while.
    ///
    /// @param until the end, in milliseconds
    /// @param calls `ec2:*`, or one action
    /// @param most how old, in milliseconds
    record RowsAge(int at, int until, String calls, int most) implements Injection {
        @Override
        public String message() {
            return "until +%.3f s, each row of %s is up to %d ms old".formatted(until / 1000.0, calls, most);
        }
    }

    /// An instance is missing from answers for a while.
    ///
    /// @param until the end, in milliseconds
    /// @param calls `ec2:*`, or one action
    record Hides(int at, int until, String calls, String host) implements Injection {
        @Override
        public String message() {
            return "until +%.3f s, %s does not know %s".formatted(until / 1000.0, calls, host);
        }
    }

    /// EC2 detaches nothing for a while, and says that asking again does not help.
    ///
    /// @param until the end, in milliseconds
    /// @param code EC2's
    record Forbids(int at, int until, String code) implements Injection {
        @Override
        public String message() {
            return "until +%.3f s, EC2 detaches nothing: %s".formatted(until / 1000.0, code);
        }
    }

    /// An event is delivered once more, under the same request id, while its function may still be at work.
    ///
    /// @param event its number
    record Twice(int at, int event) implements Injection {
        @Override
        public String message() {
            return "event e" + event + " once more";
        }
    }

    /// Requests go wrong for a while.
    ///
    /// @param until the end, in milliseconds
    /// @param calls which requests: `ec2:*`, `ec2:Describe*`, one action, or `*`
    /// @param percent how many of them
    record Trouble(int at, int until, String calls, Fault fault, int percent) implements Injection {
        @Override
        public String message() {
            return "until +%.3f s, %d %% of %s: %s"
                    .formatted(
                            until / 1000.0,
                            percent,
                            calls,
                            fault.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    /// How requests can go wrong.
    enum Fault {
        THROTTLED,
        LOST_REQUEST,
        LOST_ANSWER,
        INTERNAL_ERROR,
        SLOW,
        VERY_SLOW,
        SLOW_ANSWER,
        NO_ANSWER,
        DENIED,
        STALE
    }

    /// A function dies at its n-th call.
    ///
    /// @param function such as `e3`, `s1` for the second sweep, `d0` for a drill
    /// @param after the call was carried out
    record Crash(int at, String function, int call, boolean after) implements Injection {
        @Override
        public String message() {
            return function + " dies " + (after ? "after" : "before") + " its call " + call;
        }
    }

    /// A function stands still at its n-th call.
    record Stall(int at, String function, int call, boolean after, int seconds) implements Injection {
        @Override
        public String message() {
            return function + " stands still for " + seconds + " s " + (after ? "after" : "before") + " its call "
                    + call;
        }
    }
}
