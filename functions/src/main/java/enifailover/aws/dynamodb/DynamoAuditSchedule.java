package enifailover.aws.dynamodb;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.dynamodb.Items.text;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.port.AuditSchedule;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The turn as a row beside those of [AuditItems].
public final class DynamoAuditSchedule implements AuditSchedule {
    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final ConditionalTable rows;

    /// @param table the name of the table
    public DynamoAuditSchedule(Clients clients, String table) {
        this.dynamoDb = clients::dynamoDb;
        this.table = table;
        this.rows = new ConditionalTable(clients, table);
    }

    /// `dynamodb:Query`.
    @Override
    public Optional<Instant> due() {
        return ask(ApiAction.QUERY, () -> dynamoDb
                .get()
                .query(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#group = :audits AND #item = :turn")
                        .expressionAttributeNames(Map.of("#group", Items.GROUP, "#item", Items.ITEM))
                        .expressionAttributeValues(
                                Map.of(":audits", text(AuditItems.AUDITS), ":turn", text(AuditItems.TURN))))
                .items()
                .stream()
                .findFirst()
                .map(row -> Instant.ofEpochMilli(Items.whole(row, AuditItems.AT))));
    }

    /// `dynamodb:UpdateItem`. Where the answer to it was lost, perhaps nobody has the turn; the schedule comes all the
    /// same.
    @Override
    public boolean take(Instant now, Instant due) {
        UpdateExpression updateExpression = new UpdateExpression()
                .set(AuditItems.AT, UpdateExpression.number(due.toEpochMilli()))
                .when(
                        "attribute_not_exists({0}) OR {0} <= {1}",
                        AuditItems.AT, UpdateExpression.number(now.toEpochMilli()));
        return rows.update(AuditItems.key(AuditItems.TURN), updateExpression);
    }
}
