package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;
import static enifailover.aws.Change.number;
import static enifailover.aws.Rows.text;

import enifailover.group.FailedAttaches;
import enifailover.port.Brake;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The brake in the one table: rows under a key that no group can have, read together by one query.
///
/// The switch is its row: automatic moves are stopped where it is there without `resumed`, so that a person in a hurry
/// has to write nothing but its key. The limit's row has a slot for each failover of a window; a slot may be taken when
/// what stands in it has left the window, and that is the write's own condition. So no clock is read twice and no two
/// runs can have the same slot, however many ask at once. The number of groups is in that row too. What has failed in a
/// zone is in a row of its own ([ZoneRows]).
public final class DynamoBrake implements Brake {
    private static final String ACCOUNT = "!";
    static final String SWITCH = "automatic";
    private static final String LIMIT = "limit";
    private static final String SINCE = "since";
    private static final String REASON = "reason";
    private static final String RESUMED = "resumed";
    private static final String SLOT = "slot";
    private static final String GROUPS = "groups";
    private static final String AT = "at";
    private static final String RUN = "run";
    private static final Map<String, String> NAMES = Map.of(
            "#group", Rows.GROUP,
            "#item", Rows.ITEM,
            "#since", SINCE,
            "#reason", REASON,
            "#resumed", RESUMED,
            "#groups", GROUPS,
            "#failed", ZoneRows.FAILED,
            "#last", ZoneRows.LAST,
            "#until", Rows.UNTIL);
    /// Each refused try means that another run took a slot, and there is an end of slots; these are for slots that
    /// leave the window meanwhile.
    private static final int MORE_TRIES = 8;

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final Table rows;
    private final ZoneRows zones;
    private final Time time;

    /// @param table the name of the table
    public DynamoBrake(Clients clients, String table, Time time) {
        this.dynamoDb = clients::dynamoDb;
        this.table = table;
        this.rows = new Table(clients, table);
        this.zones = new ZoneRows(rows);
        this.time = time;
    }

    /// `dynamodb:Query`, one: what is under this key is a few rows, and of the limit's the slots are left out.
    @Override
    public State read() {
        List<Map<String, AttributeValue>> items = ask(ApiAction.QUERY, () -> dynamoDb.get()
                .query(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#group = :account")
                        .projectionExpression("#item, #since, #reason, #resumed, #groups, #failed, #last, #until")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(":account", text(ACCOUNT))))
                .items());
        Optional<Map<String, AttributeValue>> row = item(items, SWITCH).filter(one -> !one.containsKey(RESUMED));
        return new State(
                row.map(one -> new Stop(instant(Rows.words(one, SINCE)), Rows.words(one, REASON))),
                item(items, LIMIT)
                        .filter(one -> one.containsKey(GROUPS))
                        .map(one -> OptionalInt.of((int) Rows.whole(one, GROUPS)))
                        .orElse(OptionalInt.empty()),
                ZoneRows.of(items));
    }

    private static Optional<Map<String, AttributeValue>> item(List<Map<String, AttributeValue>> items, String name) {
        return items.stream()
                .filter(row -> Rows.words(row, Rows.ITEM).equals(name))
                .findFirst();
    }

    /// `dynamodb:PutItem`.
    @Override
    public void stop(Stop stop) {
        Map<String, AttributeValue> row = new HashMap<>(key(SWITCH));
        row.put(REASON, text(stop.reason()));
        stop.since().ifPresent(at -> row.put(SINCE, text(at.toString())));
        ask(ApiAction.PUT_ITEM, () -> dynamoDb.get()
                .putItem(request -> request.tableName(table).item(row)));
    }

    /// `dynamodb:PutItem`: when that was done stays to be read.
    @Override
    public void resume() {
        Map<String, AttributeValue> row = new HashMap<>(key(SWITCH));
        row.put(RESUMED, text(time.now().toString()));
        ask(ApiAction.PUT_ITEM, () -> dynamoDb.get()
                .putItem(request -> request.tableName(table).item(row)));
    }

    /// `dynamodb:UpdateItem`, one where nobody else asks.
    @Override
    public Admission admit(String run, Limit limit) {
        int wanted = Math.floorMod(run.hashCode(), limit.most());
        for (int tries = 0; tries < limit.most() + MORE_TRIES; tries++) {
            Instant now = time.now();
            Optional<Map<String, AttributeValue>> refused = take(wanted, run, now, limit.window());
            if (refused.isEmpty() || counted(run, refused.get(), limit)) {
                return new Admitted();
            }
            Map<String, AttributeValue> row = refused.get();
            List<Integer> free = IntStream.range(0, limit.most())
                    .filter(slot -> at(row, slot).isBefore(now.minus(limit.window())))
                    .boxed()
                    .toList();
            if (free.isEmpty()) {
                Instant oldest = IntStream.range(0, limit.most())
                        .mapToObj(slot -> at(row, slot))
                        .min(Instant::compareTo)
                        .orElse(now);
                return new Full(oldest.plus(limit.window()));
            }
            wanted = free.get(Math.floorMod(run.hashCode(), free.size()));
        }
        throw new Refused(
                Refusal.UNANSWERED, ApiAction.UPDATE_ITEM.iam(), "Contention", "others took every slot first", null);
    }

    /// `dynamodb:GetItem`, and `dynamodb:UpdateItem` where it was counted.
    @Override
    public void giveBack(String run, Limit limit) {
        Map<String, AttributeValue> row = ask(ApiAction.GET_ITEM, () -> dynamoDb.get()
                .getItem(request -> request.tableName(table).key(key(LIMIT)).consistentRead(true))
                .item());
        IntStream.range(0, limit.most())
                .filter(slot -> holds(row, slot, run))
                .forEach(slot -> rows.exchange(
                        key(LIMIT),
                        new Change().remove(SLOT + slot).when("{0}.{1} = {2}", SLOT + slot, RUN, text(run))));
    }

    /// `dynamodb:UpdateItem`, whose condition lets nothing be written where it is known already.
    @Override
    public void groups(int number) {
        var _ = rows.update(
                key(LIMIT),
                new Change()
                        .set(GROUPS, number(number))
                        .when("attribute_not_exists({0}) OR {0} <> {1}", GROUPS, number(number)));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public FailedAttaches attachFailed(String zone, String attempt, Instant forgotten) {
        return zones.failed(zone, attempt, time.now(), forgotten);
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public boolean stopZone(String zone, Optional<Instant> known, Instant until) {
        return zones.stop(zone, known, until);
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public void attachSucceeded(String zone) {
        zones.succeeded(zone);
    }

    private static boolean holds(Map<String, AttributeValue> row, int slot, String run) {
        return Rows.present(row, SLOT + slot)
                .filter(content -> Rows.words(content.m(), RUN).equals(run))
                .isPresent();
    }

    /// @return empty when the slot is ours; else the row as it is
    private Optional<Map<String, AttributeValue>> take(int slot, String run, Instant now, Duration window) {
        AttributeValue content = AttributeValue.fromM(Map.of(AT, number(now.toEpochMilli()), RUN, text(run)));
        Change change = new Change()
                .set(SLOT + slot, content)
                .when(
                        "attribute_not_exists({0}) OR {0}.{1} < {2}",
                        SLOT + slot, AT, number(now.minus(window).toEpochMilli()));
        return switch (rows.exchange(key(LIMIT), change)) {
            case Table.Written _ -> Optional.empty();
            case Table.Unmet(var row) -> Optional.of(row);
        };
    }

    /// The answer to an earlier try was lost.
    private static boolean counted(String run, Map<String, AttributeValue> row, Limit limit) {
        return IntStream.range(0, limit.most()).anyMatch(slot -> holds(row, slot, run));
    }

    private static Instant at(Map<String, AttributeValue> row, int slot) {
        return Rows.present(row, SLOT + slot)
                .map(content -> Instant.ofEpochMilli(Rows.whole(content.m(), AT)))
                .orElse(Instant.EPOCH);
    }

    static Map<String, AttributeValue> key(String item) {
        return Map.of(Rows.GROUP, text(ACCOUNT), Rows.ITEM, text(item));
    }

    private static Optional<Instant> instant(String words) {
        try {
            return words.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(words));
        } catch (DateTimeParseException byHand) {
            return Optional.empty();
        }
    }
}
