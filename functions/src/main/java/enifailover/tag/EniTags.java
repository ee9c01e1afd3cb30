package enifailover.tag;

import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.Policy;
import enifailover.model.group.Policy.Fence;
import enifailover.model.group.Policy.Routing;
import enifailover.tag.TagValueParsers.Failback;
import enifailover.tag.TagValueParsers.Pause;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every tag that an ENI may have, with what is allowed. The table of README.md is this list (TagPageTest).
final class EniTags {
    static final TagDefinition<GroupName> GROUP = new TagDefinition<>(
            "group",
            "the name of one group, 1 to 64 of A-Z a-z 0-9 . _ -",
            "this ENI is in no group",
            Severity.BLOCKER,
            GroupName::parse);

    /// Whoever writes anything here means to pause: a value that is not understood pauses without an end.
    static final TagDefinition<Pause> PAUSED = new TagDefinition<>(
            "paused",
            "true, false, or an instant such as 2026-11-24T06:00:00Z; or remove it",
            "until then the group is paused without an end",
            Severity.BLOCKER,
            TagValueParsers::paused);

    /// No instance type has that many; what the type of a standby allows, the planner checks.
    static final int HIGHEST_DEVICE_INDEX = 99;

    static final TagDefinition<Integer> DEVICE_INDEX = new TagDefinition<>(
            "device-index",
            "a number from 1 to " + HIGHEST_DEVICE_INDEX
                    + " (0 is an instance's primary interface, which cannot be moved)",
            "until then the last observed index is used",
            TagValueParsers.number(1, HIGHEST_DEVICE_INDEX));

    static final TagDefinition<Fence> FENCE = new TagDefinition<>(
            "fence",
            "none or stop",
            "until then none is used",
            TagValueParsers.word(Map.of("none", Fence.NONE, "stop", Fence.STOP)));

    static final TagDefinition<Duration> DETACH = new TagDefinition<>(
            "detach",
            "a number of seconds from 0 to 600",
            "until then " + Policy.DETACH_OF_A_FAILURE.toSeconds() + " s for a failure and "
                    + Policy.DETACH_OF_A_PLANNED_MOVE.toSeconds() + " s for a planned move are used",
            TagValueParsers.seconds(600));

    static final TagDefinition<Duration> COOLDOWN = new TagDefinition<>(
            "cooldown",
            "a number of seconds from 0 to 86400",
            "until then " + Policy.DEFAULT.cooldown().toSeconds() + " s are used",
            TagValueParsers.seconds(86_400));

    static final TagDefinition<Failback> FAILBACK = new TagDefinition<>(
            "failback",
            "manual, auto, or auto:SECONDS with 0 to " + TagValueParsers.LONGEST_FAILBACK_SECONDS + " seconds",
            "until then manual is used",
            TagValueParsers::failback);

    static final TagDefinition<Boolean> COLD_STANDBY = new TagDefinition<>(
            "cold-standby",
            "start, or remove it",
            "until then a stopped standby is not started",
            TagValueParsers.word(Map.of("start", true)));

    static final TagDefinition<Boolean> PLANNED = new TagDefinition<>(
            "planned",
            "move or report",
            "until then move is used",
            TagValueParsers.word(Map.of("move", true, "report", false)));

    static final TagDefinition<Integer> PROBE = new TagDefinition<>(
            "probe",
            "tcp:PORT with a port from 1 to 65535",
            "until then the service is not probed",
            TagValueParsers::tcpPort);

    static final TagDefinition<Boolean> NO_SHOW = new TagDefinition<>(
            "no-show",
            "next or reboot",
            "until then next is used",
            TagValueParsers.word(Map.of("next", false, "reboot", true)));

    static final TagDefinition<Routing> ROUTING = new TagDefinition<>(
            "routing",
            "ssm or none",
            "until then ssm is used",
            TagValueParsers.word(Map.of("ssm", Routing.SSM, "none", Routing.NONE)));

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

    static Set<String> names(List<TagDefinition<?>> settings) {
        Set<String> names = new LinkedHashSet<>();
        settings.forEach(tagDefinition -> names.add(tagDefinition.name()));
        return Collections.unmodifiableSet(names);
    }
}
