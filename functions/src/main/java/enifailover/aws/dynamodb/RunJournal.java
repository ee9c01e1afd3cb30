package enifailover.aws.dynamodb;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.dynamodb.Items.text;

import enifailover.aws.client.ApiAction;
import enifailover.model.group.GroupName;
import enifailover.port.GroupStore.JournalEntry;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The runs of each group, one row a run, in the order of time.
final class RunJournal {
    private static final String PREFIX = "run#";
    private static final String RUN = "run";
    private static final String AT = "at";
    private static final String VERDICT = "verdict";
    private static final String SITUATION = "situation";
    private static final String REPORT = "report";

    /// Of equal length always, so that the order of text is the order of time.
    private static final DateTimeFormatter SORTABLE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final Scheduler scheduler;

    RunJournal(Supplier<DynamoDbClient> dynamoDb, String table, Scheduler scheduler) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.scheduler = scheduler;
    }

    void write(GroupName group, JournalEntry journalEntry, Duration keep) {
        Map<String, AttributeValue> row = Map.of(
                Items.GROUP,
                text(group.value()),
                Items.ITEM,
                text(PREFIX + SORTABLE.format(journalEntry.at()) + "#" + journalEntry.runId()),
                RUN,
                text(journalEntry.runId()),
                AT,
                text(journalEntry.at().toString()),
                VERDICT,
                text(journalEntry.verdict()),
                SITUATION,
                text(journalEntry.situation()),
                REPORT,
                text(journalEntry.reportJson()),
                Items.EXPIRES_AT,
                UpdateExpression.number(scheduler.now().plus(keep).getEpochSecond()));
        ask(ApiAction.PUT_ITEM, () -> dynamoDb.get()
                .putItem(request -> request.tableName(table).item(row)));
    }

    List<JournalEntry> newest(GroupName group, int most) {
        long now = scheduler.now().getEpochSecond();
        return ask(ApiAction.QUERY, () -> dynamoDb
                .get()
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .limit(Math.max(1, most))
                        .keyConditionExpression("#group = :group AND begins_with(#item, :runs)")
                        .expressionAttributeNames(Map.of("#group", Items.GROUP, "#item", Items.ITEM))
                        .expressionAttributeValues(Map.of(":group", text(group.value()), ":runs", text(PREFIX))))
                .items()
                .stream()
                .filter(row -> Items.whole(row, Items.EXPIRES_AT) > now)
                .limit(most)
                .map(RunJournal::run)
                .toList());
    }

    private static JournalEntry run(Map<String, AttributeValue> row) {
        return new JournalEntry(
                Instant.parse(Items.message(row, AT)),
                Items.message(row, RUN),
                Items.message(row, VERDICT),
                Items.message(row, SITUATION),
                Items.message(row, REPORT));
    }
}
