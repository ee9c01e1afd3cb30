package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;
import static enifailover.aws.Rows.text;

import enifailover.port.NextAudit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The turn as a row beside those of [AuditRows].
public final class DynamoNextAudit implements NextAudit {
    private final Supplier<DynamoDbClient> dynamoDb;
    private final String table;
    private final Table rows;

    /// @param table the name of the table
    public DynamoNextAudit(Clients clients, String table) {
        this.dynamoDb = clients::dynamoDb;
        this.table = table;
        this.rows = new Table(clients, table);
    }

    /// `dynamodb:Query`.
    @Override
    public Optional<Instant> due() {
        return ask(ApiAction.QUERY, () -> dynamoDb
                .get()
                .query(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#group = :audits AND #item = :turn")
                        .expressionAttributeNames(Map.of("#group", Rows.GROUP, "#item", Rows.ITEM))
                        .expressionAttributeValues(
                                Map.of(":audits", text(AuditRows.AUDITS), ":turn", text(AuditRows.TURN))))
                .items()
                .stream()
                .findFirst()
                .map(row -> Instant.ofEpochMilli(Rows.whole(row, AuditRows.AT))));
    }

    /// `dynamodb:UpdateItem`. Where the answer to it was lost, perhaps nobody has the turn; the schedule comes all the
    /// same.
    @Override
    public boolean take(Instant now, Instant due) {
        Change change = new Change()
                .set(AuditRows.AT, Change.number(due.toEpochMilli()))
                .when("attribute_not_exists({0}) OR {0} <= {1}", AuditRows.AT, Change.number(now.toEpochMilli()));
        return rows.update(AuditRows.key(AuditRows.TURN), change);
    }
}
