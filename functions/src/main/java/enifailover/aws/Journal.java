package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;
import static enifailover.aws.Rows.text;

import enifailover.group.GroupName;
import enifailover.port.Ledger.Run;
import enifailover.port.Time;
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
final class Journal {
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
    private final Time time;

    Journal(Supplier<DynamoDbClient> dynamoDb, String table, Time time) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.time = time;
    }

    void write(GroupName group, Run run, Duration keep) {
        Map<String, AttributeValue> row = Map.of(
                Rows.GROUP,
                text(group.value()),
                Rows.ITEM,
                text(PREFIX + SORTABLE.format(run.at()) + "#" + run.runId()),
                RUN,
                text(run.runId()),
                AT,
                text(run.at().toString()),
                VERDICT,
                text(run.verdict()),
                SITUATION,
                text(run.situation()),
                REPORT,
                text(run.reportJson()),
                Rows.EXPIRES_AT,
                Change.number(time.now().plus(keep).getEpochSecond()));
        ask(ApiAction.PUT_ITEM, () -> dynamoDb.get()
                .putItem(request -> request.tableName(table).item(row)));
    }

    List<Run> newest(GroupName group, int most) {
        long now = time.now().getEpochSecond();
        return ask(ApiAction.QUERY, () -> dynamoDb
                .get()
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .limit(Math.max(1, most))
                        .keyConditionExpression("#group = :group AND begins_with(#item, :runs)")
                        .expressionAttributeNames(Map.of("#group", Rows.GROUP, "#item", Rows.ITEM))
                        .expressionAttributeValues(Map.of(":group", text(group.value()), ":runs", text(PREFIX))))
                .items()
                .stream()
                .filter(row -> Rows.whole(row, Rows.EXPIRES_AT) > now)
                .limit(most)
                .map(Journal::run)
                .toList());
    }

    private static Run run(Map<String, AttributeValue> row) {
        return new Run(
                Instant.parse(Rows.words(row, AT)),
                Rows.words(row, RUN),
                Rows.words(row, VERDICT),
                Rows.words(row, SITUATION),
                Rows.words(row, REPORT));
    }
}
