package enifailover.harness.simulation;

import enifailover.model.group.GroupName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The tags of ENIs and instances as the laws read them, without the program's own reader.
final class Tags {
    private static final Map<String, Set<GroupName>> LISTS = new ConcurrentHashMap<>();
    private static final Map<String, Optional<GroupName>> NAMES = new ConcurrentHashMap<>();

    private Tags() {}

    /// The group that an ENI says it is of; empty where that is no name.
    static Optional<GroupName> groupOf(Map<String, String> tags) {
        String value = tags.get(Scene.GROUP);
        return value == null ? Optional.empty() : NAMES.computeIfAbsent(value, text -> name(text.strip()));
    }

    /// The groups that an instance says it is a member of.
    static Set<GroupName> memberships(Map<String, String> tags) {
        String list = tags.get(Scene.GROUP);
        return list == null ? Set.of() : LISTS.computeIfAbsent(list, Tags::names);
    }

    private static Set<GroupName> names(String list) {
        Set<GroupName> names = new TreeSet<>();
        for (String word : list.replace(',', ' ').trim().split("\\s+", -1)) {
            name(word).ifPresent(names::add);
        }
        return names;
    }

    private static Optional<GroupName> name(String text) {
        boolean fits = !text.isEmpty()
                && text.length() <= 64
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || "._-".indexOf(c) >= 0);
        return fits ? Optional.of(new GroupName(text)) : Optional.empty();
    }
}
