package enifailover.tag;

import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Every tag that an instance may have, and how they are read.
final class InstanceTags {
    static final String GROUP = "group";

    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    /// The finding of a name in the list that is none.
    private static final TagDefinition<GroupName> ONE_GROUP = new TagDefinition<>(
            GROUP,
            "names of groups separated by spaces, each 1 to 64 of A-Z a-z 0-9 . _ -",
            "until then the instance is not a member of such a group",
            GroupName::parse);

    static final TagDefinition<Integer> PRIORITY = new TagDefinition<>(
            "priority",
            "a number from 0 to 999",
            "until then " + Member.DEFAULT_PRIORITY + " is used",
            TagValueParsers.number(0, 999));

    static final Set<String> NAMES = EniTags.names(List.of(ONE_GROUP, PRIORITY));

    private InstanceTags() {}

    static Membership read(String prefix, InstanceId instance, Map<String, String> tags) {
        List<Finding> findings =
                new ArrayList<>(UnknownTags.on(prefix, instance.value(), tags, UnknownTags.Kind.INSTANCE));
        Set<GroupName> groups = new TreeSet<>();
        String list = tags.get(prefix + GROUP);
        if (list != null) {
            groups(prefix, instance, list, groups, findings);
        }
        return new Membership(groups, priority(prefix, instance, tags, findings), findings);
    }

    /// Commas are understood, since people write lists with them, and said to be wrong, since a filter that looks for a
    /// name between spaces would miss the instance.
    private static void groups(
            String prefix, InstanceId instance, String list, Set<GroupName> groups, List<Finding> findings) {
        List<String> names =
                BETWEEN.splitAsStream(list).filter(name -> !name.isEmpty()).toList();
        if (names.isEmpty()) {
            findings.add(ONE_GROUP.wrong(prefix, instance.value(), list));
            return;
        }
        for (String name : names) {
            GroupName.parse(name)
                    .ifPresentOrElse(groups::add, () -> findings.add(ONE_GROUP.wrong(prefix, instance.value(), name)));
        }
        if (list.indexOf(',') >= 0) {
            findings.add(new Finding(
                    "tag-value",
                    Severity.NOTE,
                    instance.value(),
                    prefix + GROUP + " is " + TagDefinition.shown(list) + ", with commas; they are read as spaces",
                    "set it to " + ONE_GROUP.allowed()));
        }
    }

    private static int priority(String prefix, InstanceId instance, Map<String, String> tags, List<Finding> findings) {
        String value = tags.get(prefix + PRIORITY.name());
        if (value == null) {
            return Member.DEFAULT_PRIORITY;
        }
        Optional<Integer> priority = PRIORITY.read(value);
        if (priority.isEmpty()) {
            findings.add(PRIORITY.wrong(prefix, instance.value(), value));
        }
        return priority.orElse(Member.DEFAULT_PRIORITY);
    }
}
