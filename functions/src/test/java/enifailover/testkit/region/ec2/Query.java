package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.call.AwsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a describe asks for.
///
/// @param ids these things only, or empty for all
/// @param filters by name, each with its alternatives
/// @param maxResults the size of a page, or null for everything at once
/// @param nextToken which page, or null for the first
public record Query(
        List<String> ids,
        Map<String, List<String>> filters,
        @Nullable Integer maxResults,
        @Nullable String nextToken) {

    /// One page of an answer.
    ///
    /// @param items the things
    /// @param nextToken of the next page, or null after the last
    public record Page<T>(List<T> items, @Nullable String nextToken) {}

    /// Everything.
    public static final Query ALL = new Query(List.of(), Map.of(), null, null);

    /// These things.
    public static Query ids(String... ids) {
        return new Query(List.of(ids), Map.of(), null, null);
    }

    /// What meets a filter.
    public static Query where(String filter, String... values) {
        return ALL.and(filter, values);
    }

    /// And another filter.
    public Query and(String filter, String... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(filters);
        more.put(filter, List.of(values));
        return new Query(ids, more, maxResults, nextToken);
    }

    /// In pages.
    public Query paged(int size, @Nullable String token) {
        return new Query(ids, filters, size, token);
    }

    /// Which of EC2's request buckets it draws from.
    Kind kind() {
        return filters.isEmpty() && maxResults == null ? Kind.READ_ALL : Kind.READ;
    }

    String subject() {
        return ids.isEmpty() ? filters.toString() : ids.toString();
    }

    /// In pages of 5 to 1000, as most describes have them.
    <T> Page<T> page(List<T> all) {
        return page(all, 1000);
    }

    /// @param largest the largest page that this describe knows
    /// @throws AwsError `InvalidParameterCombination` for ids in pages, `InvalidParameterValue` for a size out of
    /// range or a foreign token (D)
    <T> Page<T> page(List<T> all, int largest) {
        if (maxResults == null) {
            return new Page<>(all, null);
        }
        if (!ids.isEmpty()) {
            throw AwsError.refused(
                    "InvalidParameterCombination", "The parameter ids cannot be used with the parameter maxResults");
        }
        if (maxResults < 5 || maxResults > largest) {
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "Value ( " + maxResults + " ) for parameter maxResults is invalid. Expecting a value from 5 to "
                            + largest + ".");
        }
        int from = Math.min(all.size(), start());
        int to = Math.min(all.size(), from + maxResults);
        return new Page<>(List.copyOf(all.subList(from, to)), to < all.size() ? "page-" + to : null);
    }

    private int start() {
        if (nextToken == null) {
            return 0;
        }
        if (!nextToken.matches("page-\\d{1,9}")) {
            throw AwsError.refused("InvalidParameterValue", "Unable to parse pagination token");
        }
        return Integer.parseInt(nextToken.substring("page-".length()));
    }
}
