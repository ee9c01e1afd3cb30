package enifailover.aws.dynamodb;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Conditional updates of the one table. That a condition does not hold is an answer here, and no error.
final class ConditionalTable {
    private final Supplier<DynamoDbClient> dynamoDb;
    private final String name;

    /// @param name the name of the table
    ConditionalTable(Clients clients, String name) {
        this.dynamoDb = clients::dynamoDb;
        this.name = name;
    }

    /// What came of an update.
    sealed interface WriteResult {
        /// The row as it is after it.
        Map<String, AttributeValue> row();
    }

    /// @param row as it is now; empty where it was not asked for
    record Written(Map<String, AttributeValue> row) implements WriteResult {}

    /// The condition did not hold.
    ///
    /// @param row as it is; empty where there is none, or where it was not asked for
    record Unmet(Map<String, AttributeValue> row) implements WriteResult {}

    /// `dynamodb:Query`, a request for each megabyte.
    ///
    /// @param group what the rows have as their first key
    /// @return all of them, as they are now
    List<Map<String, AttributeValue>> all(String group) {
        return ask(ApiAction.QUERY, () -> dynamoDb
                .get()
                .queryPaginator(request -> request.tableName(name)
                        .consistentRead(true)
                        .keyConditionExpression("#group = :group")
                        .expressionAttributeNames(Map.of("#group", Items.GROUP))
                        .expressionAttributeValues(Map.of(":group", Items.text(group))))
                .items()
                .stream()
                .toList());
    }

    /// `dynamodb:UpdateItem`.
    ///
    /// @return whether the condition held
    boolean update(Map<String, AttributeValue> key, UpdateExpression updateExpression) {
        return end(updateExpression.request().key(key)) instanceof Written;
    }

    /// The same, with the row in the answer.
    WriteResult exchange(Map<String, AttributeValue> key, UpdateExpression updateExpression) {
        return end(updateExpression
                .request()
                .key(key)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }

    private WriteResult end(UpdateItemRequest.Builder request) {
        return ask(ApiAction.UPDATE_ITEM, () -> {
            try {
                return new Written(dynamoDb.get()
                        .updateItem(request.tableName(name).build())
                        .attributes());
            } catch (ConditionalCheckFailedException unmet) {
                return new Unmet(unmet.hasItem() ? unmet.item() : Map.of());
            }
        });
    }
}
