package enifailover.harness.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The group's row in the table, read as anybody may read it.
///
/// @param owner who holds the lease
/// @param until when it ends by itself
/// @param move whether a move stands in it as begun and not ended
/// @param automatic whether it says when the last automatic failover was, for the cool-down
record Row(Optional<String> owner, Instant until, boolean move, boolean automatic) {

    /// By so much the functions' clocks may differ: nobody takes a lease before it is over by this.
    private static final Duration SKEW = Duration.ofSeconds(2);

    static Row of(World world) {
        Map<String, AttributeValue> row = world.table()
                .getItem(get -> get.tableName(world.tableName())
                        .consistentRead(true)
                        .key(Map.of(
                                "group",
                                AttributeValue.fromS("*"),
                                "item",
                                AttributeValue.fromS(world.cast().group()))))
                .item();
        return new Row(
                Optional.ofNullable(row.get("owner")).map(AttributeValue::s),
                Optional.ofNullable(row.get("until"))
                        .map(until -> Instant.ofEpochMilli(Long.parseLong(until.n())))
                        .orElse(Instant.EPOCH),
                row.containsKey("move"),
                row.containsKey("automatic_at"));
    }

    /// How long nobody else may act; zero where the lease is free.
    Duration held(Instant now) {
        Duration left = Duration.between(now, until.plus(SKEW));
        return owner.isEmpty() || left.isNegative() ? Duration.ZERO : left;
    }
}
