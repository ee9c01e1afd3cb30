package enifailover.aws.dynamodb;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.dynamodb.Items.message;
import static enifailover.aws.dynamodb.Items.text;
import static enifailover.aws.dynamodb.Items.whole;
import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.port.IdempotencyStore;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// Named requests in the one table, by conditional writes. DynamoDB may keep a row for days after it has expired, so
/// the condition looks at the time too.
public final class DynamoIdempotencyStore implements IdempotencyStore {
    /// No group is called so.
    private static final String ALL = "*requests";

    private static final String CONTENT = "content";
    private static final String ANSWER = "answer";

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final ConditionalTable rows;
    private final Scheduler scheduler;

    /// @param table the name of the table
    public DynamoIdempotencyStore(Clients clients, String table, Scheduler scheduler) {
        this.dynamoDb = clients::dynamoDb;
        this.table = table;
        this.rows = new ConditionalTable(clients, table);
        this.scheduler = scheduler;
    }

    /// `dynamodb:PutItem`. An owner whose answer was lost takes its own request again.
    @Override
    public Entry take(String id, String content, String owner, Instant until, Duration keep) {
        Instant now = scheduler.now();
        Map<String, AttributeValue> row = Map.of(
                Items.GROUP,
                text(ALL),
                Items.ITEM,
                text(id),
                Items.OWNER,
                text(owner),
                Items.UNTIL,
                number(until.toEpochMilli()),
                CONTENT,
                text(content),
                Items.EXPIRES_AT,
                number(now.plus(keep).getEpochSecond()));
        return ask(ApiAction.PUT_ITEM, () -> {
            try {
                dynamoDb.get().putItem(request -> request.tableName(table)
                        .item(row)
                        .conditionExpression("attribute_not_exists(#item) OR #expires <= :now OR #owner = :owner")
                        .expressionAttributeNames(
                                Map.of("#item", Items.ITEM, "#expires", Items.EXPIRES_AT, "#owner", Items.OWNER))
                        .expressionAttributeValues(Map.of(":now", number(now.getEpochSecond()), ":owner", text(owner)))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                return new Claimed();
            } catch (ConditionalCheckFailedException known) {
                return entry(known.item());
            }
        });
    }

    private static Entry entry(Map<String, AttributeValue> row) {
        String content = message(row, CONTENT);
        return row.containsKey(ANSWER)
                ? new Answered(content, message(row, ANSWER))
                : new InProgress(content, message(row, Items.OWNER), Instant.ofEpochMilli(whole(row, Items.UNTIL)));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public void answer(String id, String owner, String answer) {
        write(id, owner, new UpdateExpression().set(ANSWER, text(answer)));
    }

    /// `dynamodb:UpdateItem`: it expires now, so that nothing has to be deleted.
    @Override
    public void forget(String id, String owner) {
        write(
                id,
                owner,
                new UpdateExpression()
                        .set(Items.EXPIRES_AT, number(scheduler.now().getEpochSecond())));
    }

    private void write(String id, String owner, UpdateExpression updateExpression) {
        // Else it is another's by now.
        rows.update(
                Map.of(Items.GROUP, text(ALL), Items.ITEM, text(id)),
                updateExpression.when("{0} = {1}", Items.OWNER, text(owner)));
    }
}
