package enifailover.tag;

import enifailover.group.Finding.Severity;
import enifailover.group.GroupName;
import enifailover.group.Policy;
import enifailover.group.Policy.Fence;
import enifailover.group.Policy.Routing;
import enifailover.tag.Values.Failback;
import enifailover.tag.Values.Pause;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every tag that an ENI may have, with what is allowed. The table of README.md is this list (TagPageTest).
final class EniTags {
    static final Setting<GroupName> GROUP = new Setting<>(
            "group",
            "the name of one group, 1 to 64 of A-Z a-z 0-9 . _ -",
            "nothing looks after this ENI",
            Severity.BLOCKER,
            GroupName::parse);

    /// Whoever writes anything here means to pause: a value that is not understood pauses without an end.
    static final Setting<Pause> PAUSED = new Setting<>(
            "paused",
            "true, false, or an instant such as 2026-11-24T06:00:00Z; or remove it",
            "the group is paused without an end meanwhile",
            Severity.BLOCKER,
            Values::paused);

    /// No instance type has that many; what the type of a standby allows, the planner checks.
    static final int HIGHEST_DEVICE_INDEX = 99;

    static final Setting<Integer> DEVICE_INDEX = new Setting<>(
            "device-index",
            "a number from 1 to " + HIGHEST_DEVICE_INDEX
                    + " (0 is an instance's primary interface, which cannot be moved)",
            "the index that was last observed holds meanwhile",
            Values.number(1, HIGHEST_DEVICE_INDEX));

    static final Setting<Fence> FENCE = new Setting<>(
            "fence",
            "none or stop",
            "none holds meanwhile",
            Values.word(Map.of("none", Fence.NONE, "stop", Fence.STOP)));

    static final Setting<Duration> DETACH = new Setting<>(
            "detach",
            "a number of seconds from 0 to 600",
            Policy.DETACH_OF_A_FAILURE.toSeconds() + " s for a failure and "
                    + Policy.DETACH_OF_A_PLANNED_MOVE.toSeconds() + " s for a planned move hold meanwhile",
            Values.seconds(600));

    static final Setting<Duration> COOLDOWN = new Setting<>(
            "cooldown",
            "a number of seconds from 0 to 86400",
            Policy.DEFAULT.cooldown().toSeconds() + " s hold meanwhile",
            Values.seconds(86_400));

    static final Setting<Failback> FAILBACK = new Setting<>(
            "failback",
            "manual, auto, or auto:SECONDS with 0 to " + Values.LONGEST_FAILBACK_SECONDS + " seconds",
            "manual holds meanwhile",
            Values::failback);

    static final Setting<Boolean> COLD_STANDBY = new Setting<>(
            "cold-standby",
            "start, or remove it",
            "a stopped standby is not started meanwhile",
            Values.word(Map.of("start", true)));

    static final Setting<Boolean> PLANNED = new Setting<>(
            "planned", "move or report", "move holds meanwhile", Values.word(Map.of("move", true, "report", false)));

    static final Setting<Integer> PROBE = new Setting<>(
            "probe", "tcp:PORT with a port from 1 to 65535", "the service is not probed meanwhile", Values::tcpPort);

    static final Setting<Boolean> NO_SHOW = new Setting<>(
            "no-show", "next or reboot", "next holds meanwhile", Values.word(Map.of("next", false, "reboot", true)));

    static final Setting<Routing> ROUTING = new Setting<>(
            "routing",
            "ssm or none",
            "ssm holds meanwhile",
            Values.word(Map.of("ssm", Routing.SSM, "none", Routing.NONE)));

    static final Set<String> NAMES = names(List.of(
            GROUP,
            PAUSED,
            DEVICE_INDEX,
            FENCE,
            DETACH,
            COOLDOWN,
            FAILBACK,
            COLD_STANDBY,
            PLANNED,
            PROBE,
            ROUTING,
            NO_SHOW));

    private EniTags() {}

    static Set<String> names(List<Setting<?>> settings) {
        Set<String> names = new LinkedHashSet<>();
        settings.forEach(setting -> names.add(setting.name()));
        return Collections.unmodifiableSet(names);
    }
}
