package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;

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
final class Table {
    private final Supplier<DynamoDbClient> dynamoDb;
    private final String name;

    /// @param name the name of the table
    Table(Clients clients, String name) {
        this.dynamoDb = clients::dynamoDb;
        this.name = name;
    }

    /// What came of an update.
    sealed interface End {
        /// The row as it is after it.
        Map<String, AttributeValue> row();
    }

    /// @param row as it is now; empty where it was not asked for
    record Written(Map<String, AttributeValue> row) implements End {}

    /// The condition did not hold.
    ///
    /// @param row as it is; empty where there is none, or where it was not asked for
    record Unmet(Map<String, AttributeValue> row) implements End {}

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
                        .expressionAttributeNames(Map.of("#group", Rows.GROUP))
                        .expressionAttributeValues(Map.of(":group", Rows.text(group))))
                .items()
                .stream()
                .toList());
    }

    /// `dynamodb:UpdateItem`.
    ///
    /// @return whether the condition held
    boolean update(Map<String, AttributeValue> key, Change change) {
        return end(change.request().key(key)) instanceof Written;
    }

    /// The same, with the row in the answer.
    End exchange(Map<String, AttributeValue> key, Change change) {
        return end(change.request()
                .key(key)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }

    private End end(UpdateItemRequest.Builder request) {
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
