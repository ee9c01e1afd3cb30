package enifailover.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All groups at one moment, for people who look at a dashboard.
///
/// @param at when it was looked
/// @param prefix what the tags begin with
/// @param cards the groups that are shown in detail, the most urgent first
/// @param standings how many of all groups stand how, those included that are not shown
/// @param warnings what could not be seen
public record Dashboard(
        Instant at,
        String prefix,
        List<GroupCard> cards,
        Map<GroupCard.GroupHealth, Long> standings,
        List<String> warnings) {

    /// The most urgent first, then by name.
    public static final Comparator<GroupCard> URGENT_FIRST = Comparator.comparing(GroupCard::standing)
            .thenComparing(groupCard -> groupCard.group().name());

    /// How many groups stand how.
    public static Map<GroupCard.GroupHealth, Long> count(List<GroupCard> all) {
        return all.stream().collect(Collectors.groupingBy(GroupCard::standing, TreeMap::new, Collectors.counting()));
    }

    /// How many groups there are.
    public long groups() {
        return standings.values().stream().mapToLong(Long::longValue).sum();
    }
}
