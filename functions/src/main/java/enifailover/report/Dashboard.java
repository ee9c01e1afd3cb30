package enifailover.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All groups at one moment, for the dashboard.
///
/// @param at when EC2 was read
/// @param prefix the tag prefix
/// @param cards the groups that are shown in detail, the most urgent first
/// @param standings the number of groups by health, also of groups that are not shown
/// @param warnings what could not be read
public record Dashboard(
        Instant at,
        String prefix,
        List<GroupCard> cards,
        Map<GroupCard.GroupHealth, Long> standings,
        List<String> warnings) {

    /// The most urgent first, then by name.
    public static final Comparator<GroupCard> URGENT_FIRST = Comparator.comparing(GroupCard::standing)
            .thenComparing(groupCard -> groupCard.group().name());

    /// The number of groups by health.
    public static Map<GroupCard.GroupHealth, Long> count(List<GroupCard> all) {
        return all.stream().collect(Collectors.groupingBy(GroupCard::standing, TreeMap::new, Collectors.counting()));
    }

    public long groups() {
        return standings.values().stream().mapToLong(Long::longValue).sum();
    }
}
