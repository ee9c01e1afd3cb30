package enifailover.aws;

import static enifailover.aws.Change.number;
import static enifailover.aws.Rows.text;

import enifailover.group.FailedAttaches;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The rows of the failed attaches, one a zone: how many in a row, when the last, until when moves are stopped for
/// them.
final class ZoneRows {
    private static final String PREFIX = "attaches#";
    static final String FAILED = "failed";
    static final String LAST = "last";
    private static final String ATTEMPT = "attempt";

    private final Table rows;

    ZoneRows(Table rows) {
        this.rows = rows;
    }

    /// Those among all rows of the brake.
    static Map<String, FailedAttaches> of(List<Map<String, AttributeValue>> items) {
        Map<String, FailedAttaches> zones = new HashMap<>();
        for (Map<String, AttributeValue> row : items) {
            String item = Rows.words(row, Rows.ITEM);
            if (item.startsWith(PREFIX) && row.containsKey(FAILED)) {
                zones.put(item.substring(PREFIX.length()), read(row));
            }
        }
        return Map.copyOf(zones);
    }

    private static FailedAttaches read(Map<String, AttributeValue> row) {
        return new FailedAttaches(
                (int) Rows.whole(row, FAILED),
                Instant.ofEpochMilli(Rows.whole(row, LAST)),
                Rows.present(row, Rows.UNTIL).map(until -> Instant.ofEpochMilli(Long.parseLong(until.n()))));
    }

    /// One request, and a second one where what failed before is to be forgotten.
    FailedAttaches failed(String zone, String attempt, Instant now, Instant forgotten) {
        AttributeValue since = number(forgotten.toEpochMilli());
        Change another = new Change()
                .increment(FAILED)
                .set(LAST, number(now.toEpochMilli()))
                .set(ATTEMPT, text(attempt))
                .when("attribute_not_exists({0}) OR {0} >= {1}", LAST, since)
                .when("attribute_not_exists({0}) OR {0} <> {1}", ATTEMPT, text(attempt));
        return switch (rows.exchange(key(zone), another)) {
            case Table.Written(var row) -> read(row);
            case Table.Unmet(var row) ->
                Rows.words(row, ATTEMPT).equals(attempt) ? read(row) : first(zone, attempt, now, since);
        };
    }

    private FailedAttaches first(String zone, String attempt, Instant now, AttributeValue since) {
        Change change = new Change()
                .set(FAILED, number(1))
                .set(LAST, number(now.toEpochMilli()))
                .set(ATTEMPT, text(attempt))
                .remove(Rows.UNTIL)
                .when("{0} < {1}", LAST, since);
        // Where another run was first, a moment ago, its count is enough.
        return read(rows.exchange(key(zone), change).row());
    }

    boolean stop(String zone, Optional<Instant> known, Instant until) {
        Change change = new Change().set(Rows.UNTIL, number(until.toEpochMilli()));
        Change asRead = known.isPresent()
                ? change.when("{0} = {1}", Rows.UNTIL, number(known.get().toEpochMilli()))
                : change.when("attribute_not_exists({0}) AND attribute_exists({1})", Rows.UNTIL, FAILED);
        return rows.update(key(zone), asRead);
    }

    void succeeded(String zone) {
        var _ = rows.update(
                key(zone),
                new Change().remove(FAILED).remove(LAST).remove(Rows.UNTIL).when("attribute_exists({0})", FAILED));
    }

    private static Map<String, AttributeValue> key(String zone) {
        return DynamoBrake.key(PREFIX + zone);
    }
}
