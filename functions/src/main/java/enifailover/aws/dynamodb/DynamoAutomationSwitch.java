package enifailover.aws.dynamodb;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.dynamodb.Items.text;
import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.model.group.FailedAttaches;
import enifailover.port.AutomationSwitch;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
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

/// The automation switch in the table: items under a key that no group can have, read together by one query.
///
/// The switch is its row: automatic moves are stopped where it is there without `resumed`, so that a person in a hurry
/// has to write nothing but its key. The limit's row has a slot for each failover of a window; a slot may be taken when
/// what stands in it has left the window, and that is the write's own condition. So no clock is read twice and no two
/// runs can have the same slot, however many ask at once. The number of groups is in that row too. What has failed in a
/// zone is in a row of its own ([ZoneItems]).
public final class DynamoAutomationSwitch implements AutomationSwitch {
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
            "#group", Items.GROUP,
            "#item", Items.ITEM,
            "#since", SINCE,
            "#reason", REASON,
            "#resumed", RESUMED,
            "#groups", GROUPS,
            "#failed", ZoneItems.FAILED,
            "#last", ZoneItems.LAST,
            "#until", Items.UNTIL);
    /// Each refused try means that another run took a slot, and there is an end of slots; these are for slots that
    /// leave the window meanwhile.
    private static final int MORE_TRIES = 8;

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final ConditionalTable rows;
    private final ZoneItems zones;
    private final Scheduler scheduler;

    /// @param table the name of the table
    public DynamoAutomationSwitch(Clients clients, String table, Scheduler scheduler) {
        this.dynamoDb = clients::dynamoDb;
        this.table = table;
        this.rows = new ConditionalTable(clients, table);
        this.zones = new ZoneItems(rows);
        this.scheduler = scheduler;
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
                row.map(one -> new KillSwitch(instant(Items.message(one, SINCE)), Items.message(one, REASON))),
                item(items, LIMIT)
                        .filter(one -> one.containsKey(GROUPS))
                        .map(one -> OptionalInt.of((int) Items.whole(one, GROUPS)))
                        .orElse(OptionalInt.empty()),
                ZoneItems.of(items));
    }

    private static Optional<Map<String, AttributeValue>> item(List<Map<String, AttributeValue>> items, String name) {
        return items.stream()
                .filter(row -> Items.message(row, Items.ITEM).equals(name))
                .findFirst();
    }

    /// `dynamodb:PutItem`.
    @Override
    public void stop(KillSwitch killSwitch) {
        Map<String, AttributeValue> row = new HashMap<>(key(SWITCH));
        row.put(REASON, text(killSwitch.reason()));
        killSwitch.since().ifPresent(at -> row.put(SINCE, text(at.toString())));
        ask(ApiAction.PUT_ITEM, () -> dynamoDb.get()
                .putItem(request -> request.tableName(table).item(row)));
    }

    /// `dynamodb:PutItem`: when that was done stays to be read.
    @Override
    public void resume() {
        Map<String, AttributeValue> row = new HashMap<>(key(SWITCH));
        row.put(RESUMED, text(scheduler.now().toString()));
        ask(ApiAction.PUT_ITEM, () -> dynamoDb.get()
                .putItem(request -> request.tableName(table).item(row)));
    }

    /// `dynamodb:UpdateItem`, one where nobody else asks.
    @Override
    public Admission admit(String run, Limit limit) {
        int wanted = Math.floorMod(run.hashCode(), limit.most());
        for (int tries = 0; tries < limit.most() + MORE_TRIES; tries++) {
            Instant now = scheduler.now();
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
                return new LimitReached(oldest.plus(limit.window()));
            }
            wanted = free.get(Math.floorMod(run.hashCode(), free.size()));
        }
        throw new AwsCallException(
                ErrorKind.UNANSWERED,
                ApiAction.UPDATE_ITEM.iam(),
                "Contention",
                "other runs took every slot first",
                null);
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
                        new UpdateExpression().remove(SLOT + slot).when("{0}.{1} = {2}", SLOT + slot, RUN, text(run))));
    }

    /// `dynamodb:UpdateItem`, whose condition lets nothing be written where it is known already.
    @Override
    public void groups(int number) {
        var _ = rows.update(
                key(LIMIT),
                new UpdateExpression()
                        .set(GROUPS, number(number))
                        .when("attribute_not_exists({0}) OR {0} <> {1}", GROUPS, number(number)));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public FailedAttaches attachFailed(String zone, String attempt, Instant forgotten) {
        return zones.failed(zone, attempt, scheduler.now(), forgotten);
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
        return Items.present(row, SLOT + slot)
                .filter(content -> Items.message(content.m(), RUN).equals(run))
                .isPresent();
    }

    /// @return empty when the slot is ours; else the row as it is
    private Optional<Map<String, AttributeValue>> take(int slot, String run, Instant now, Duration window) {
        AttributeValue content = AttributeValue.fromM(Map.of(AT, number(now.toEpochMilli()), RUN, text(run)));
        UpdateExpression updateExpression = new UpdateExpression()
                .set(SLOT + slot, content)
                .when(
                        "attribute_not_exists({0}) OR {0}.{1} < {2}",
                        SLOT + slot, AT, number(now.minus(window).toEpochMilli()));
        return switch (rows.exchange(key(LIMIT), updateExpression)) {
            case ConditionalTable.Written _ -> Optional.empty();
            case ConditionalTable.Unmet(var row) -> Optional.of(row);
        };
    }

    /// The answer to an earlier try was lost.
    private static boolean counted(String run, Map<String, AttributeValue> row, Limit limit) {
        return IntStream.range(0, limit.most()).anyMatch(slot -> holds(row, slot, run));
    }

    private static Instant at(Map<String, AttributeValue> row, int slot) {
        return Items.present(row, SLOT + slot)
                .map(content -> Instant.ofEpochMilli(Items.whole(content.m(), AT)))
                .orElse(Instant.EPOCH);
    }

    static Map<String, AttributeValue> key(String item) {
        return Map.of(Items.GROUP, text(ACCOUNT), Items.ITEM, text(item));
    }

    private static Optional<Instant> instant(String message) {
        try {
            return message.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(message));
        } catch (DateTimeParseException byHand) {
            return Optional.empty();
        }
    }
}
