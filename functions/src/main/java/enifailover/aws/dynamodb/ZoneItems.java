package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.text;
import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.model.group.FailedAttaches;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The rows of the failed attaches, one a zone: how many in a row, when the last, until when moves are stopped for
/// them.
final class ZoneItems {
    private static final String PREFIX = "attaches#";
    static final String FAILED = "failed";
    static final String LAST = "last";
    private static final String ATTEMPT = "attempt";

    private final ConditionalTable rows;

    ZoneItems(ConditionalTable rows) {
        this.rows = rows;
    }

    /// The zone items among all items of the automation switch.
    static Map<String, FailedAttaches> of(List<Map<String, AttributeValue>> items) {
        Map<String, FailedAttaches> zones = new HashMap<>();
        for (Map<String, AttributeValue> row : items) {
            String item = Items.message(row, Items.ITEM);
            if (item.startsWith(PREFIX) && row.containsKey(FAILED)) {
                zones.put(item.substring(PREFIX.length()), read(row));
            }
        }
        return Map.copyOf(zones);
    }

    private static FailedAttaches read(Map<String, AttributeValue> row) {
        return new FailedAttaches(
                (int) Items.whole(row, FAILED),
                Instant.ofEpochMilli(Items.whole(row, LAST)),
                Items.present(row, Items.UNTIL).map(until -> Instant.ofEpochMilli(Long.parseLong(until.n()))));
    }

    /// One request, and a second one where what failed before is to be forgotten.
    FailedAttaches failed(String zone, String attempt, Instant now, Instant forgotten) {
        AttributeValue since = number(forgotten.toEpochMilli());
        UpdateExpression another = new UpdateExpression()
                .increment(FAILED)
                .set(LAST, number(now.toEpochMilli()))
                .set(ATTEMPT, text(attempt))
                .when("attribute_not_exists({0}) OR {0} >= {1}", LAST, since)
                .when("attribute_not_exists({0}) OR {0} <> {1}", ATTEMPT, text(attempt));
        return switch (rows.exchange(key(zone), another)) {
            case ConditionalTable.Written(var row) -> read(row);
            case ConditionalTable.Unmet(var row) ->
                Items.message(row, ATTEMPT).equals(attempt) ? read(row) : first(zone, attempt, now, since);
        };
    }

    private FailedAttaches first(String zone, String attempt, Instant now, AttributeValue since) {
        UpdateExpression updateExpression = new UpdateExpression()
                .set(FAILED, number(1))
                .set(LAST, number(now.toEpochMilli()))
                .set(ATTEMPT, text(attempt))
                .remove(Items.UNTIL)
                .when("{0} < {1}", LAST, since);
        // Where another run was first, a moment ago, its count is enough.
        return read(rows.exchange(key(zone), updateExpression).row());
    }

    boolean stop(String zone, Optional<Instant> known, Instant until) {
        UpdateExpression updateExpression = new UpdateExpression().set(Items.UNTIL, number(until.toEpochMilli()));
        UpdateExpression asRead = known.isPresent()
                ? updateExpression.when(
                        "{0} = {1}", Items.UNTIL, number(known.get().toEpochMilli()))
                : updateExpression.when("attribute_not_exists({0}) AND attribute_exists({1})", Items.UNTIL, FAILED);
        return rows.update(key(zone), asRead);
    }

    void succeeded(String zone) {
        var _ = rows.update(
                key(zone),
                new UpdateExpression()
                        .remove(FAILED)
                        .remove(LAST)
                        .remove(Items.UNTIL)
                        .when("attribute_exists({0})", FAILED));
    }

    private static Map<String, AttributeValue> key(String zone) {
        return DynamoAutomationSwitch.key(PREFIX + zone);
    }
}
