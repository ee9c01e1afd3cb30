package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;
import static enifailover.aws.Change.number;
import static enifailover.aws.Rows.text;
import static enifailover.aws.Rows.whole;
import static enifailover.aws.Rows.words;

import enifailover.port.Requests;
import enifailover.port.Time;
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
public final class DynamoRequests implements Requests {
    /// No group is called so.
    private static final String ALL = "*requests";

    private static final String CONTENT = "content";
    private static final String ANSWER = "answer";

    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final Table rows;
    private final Time time;

    /// @param table the name of the table
    public DynamoRequests(Clients clients, String table, Time time) {
        this.dynamoDb = clients::dynamoDb;
        this.table = table;
        this.rows = new Table(clients, table);
        this.time = time;
    }

    /// `dynamodb:PutItem`. An owner whose answer was lost takes its own request again.
    @Override
    public Entry take(String id, String content, String owner, Instant until, Duration keep) {
        Instant now = time.now();
        Map<String, AttributeValue> row = Map.of(
                Rows.GROUP,
                text(ALL),
                Rows.ITEM,
                text(id),
                Rows.OWNER,
                text(owner),
                Rows.UNTIL,
                number(until.toEpochMilli()),
                CONTENT,
                text(content),
                Rows.EXPIRES_AT,
                number(now.plus(keep).getEpochSecond()));
        return ask(ApiAction.PUT_ITEM, () -> {
            try {
                dynamoDb.get().putItem(request -> request.tableName(table)
                        .item(row)
                        .conditionExpression("attribute_not_exists(#item) OR #expires <= :now OR #owner = :owner")
                        .expressionAttributeNames(
                                Map.of("#item", Rows.ITEM, "#expires", Rows.EXPIRES_AT, "#owner", Rows.OWNER))
                        .expressionAttributeValues(Map.of(":now", number(now.getEpochSecond()), ":owner", text(owner)))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                return new Ours();
            } catch (ConditionalCheckFailedException known) {
                return entry(known.item());
            }
        });
    }

    private static Entry entry(Map<String, AttributeValue> row) {
        String content = words(row, CONTENT);
        return row.containsKey(ANSWER)
                ? new Answered(content, words(row, ANSWER))
                : new UnderWay(content, words(row, Rows.OWNER), Instant.ofEpochMilli(whole(row, Rows.UNTIL)));
    }

    /// `dynamodb:UpdateItem`.
    @Override
    public void answer(String id, String owner, String answer) {
        write(id, owner, new Change().set(ANSWER, text(answer)));
    }

    /// `dynamodb:UpdateItem`: it expires now, so that nothing has to be deleted.
    @Override
    public void forget(String id, String owner) {
        write(id, owner, new Change().set(Rows.EXPIRES_AT, number(time.now().getEpochSecond())));
    }

    private void write(String id, String owner, Change change) {
        // Else it is another's by now.
        rows.update(
                Map.of(Rows.GROUP, text(ALL), Rows.ITEM, text(id)), change.when("{0} = {1}", Rows.OWNER, text(owner)));
    }
}
