package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.text;

import enifailover.aws.client.Clients;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.GroupName;
import enifailover.port.AuditStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What audits remember, in the table of leases, in rows of their own: no failover reads them, and no audit can write
/// what a failover needs. Each write has a condition that lets nothing be written which is there already, or older
/// than what is there, so any of them may be repeated after a lost answer.
public final class DynamoAuditStore implements AuditStore {
    private final ConditionalTable rows;

    /// @param table the name of the table
    public DynamoAuditStore(Clients clients, String table) {
        this.rows = new ConditionalTable(clients, table);
    }

    /// `dynamodb:Query`, a request for each megabyte: thousands of groups.
    @Override
    public Pages read() {
        Map<GroupName, AuditBaseline> groups = new TreeMap<>();
        Optional<PermissionCheck> rights = Optional.empty();
        for (Map<String, AttributeValue> row : rows.all(AuditItems.AUDITS)) {
            String item = Items.message(row, Items.ITEM);
            if (item.equals(AuditItems.RIGHTS)) {
                rights = AuditItems.rights(row);
            } else {
                GroupName.stored(item).ifPresent(group -> groups.put(group, AuditItems.accepted(row)));
            }
        }
        return new Pages(groups, rights);
    }

    /// `dynamodb:UpdateItem`; nothing is written where it is remembered already. DynamoDB deletes the row of a group
    /// that is gone for long, unless it came back.
    @Override
    public void keep(GroupName group, AuditBaseline auditBaseline) {
        AttributeValue seen = AuditItems.accepted(auditBaseline);
        UpdateExpression updateExpression = new UpdateExpression()
                .set(AuditItems.ACCEPTED, seen)
                .when("attribute_not_exists({0}) OR {0} <> {1}", AuditItems.ACCEPTED, seen);
        write(
                group.value(),
                auditBaseline
                        .over()
                        .map(at -> updateExpression.set(Items.EXPIRES_AT, UpdateExpression.number(at.getEpochSecond())))
                        .orElseGet(() -> updateExpression.remove(Items.EXPIRES_AT)));
    }

    /// `dynamodb:UpdateItem`; an earlier drill than the one that is remembered changes nothing.
    @Override
    public void drilled(GroupName group, Instant at) {
        AttributeValue moment = moment(at);
        write(
                group.value(),
                new UpdateExpression()
                        .set(AuditItems.DRILLED_AT, moment)
                        .when("attribute_not_exists({0}) OR {0} < {1}", AuditItems.DRILLED_AT, moment));
    }

    /// `dynamodb:UpdateItem`; an earlier answer than the one that is remembered changes nothing.
    @Override
    public void asked(PermissionCheck permissionCheck) {
        AttributeValue moment = moment(permissionCheck.at());
        UpdateExpression updateExpression = new UpdateExpression()
                .set(AuditItems.AT, moment)
                .set(AuditItems.OF, text(permissionCheck.group().value()))
                .when("attribute_not_exists({0}) OR {0} < {1}", AuditItems.AT, moment);
        permissionCheck
                .refused()
                .ifPresentOrElse(
                        message -> updateExpression.set(AuditItems.REFUSED, text(message)),
                        () -> updateExpression.remove(AuditItems.REFUSED));
        write(AuditItems.RIGHTS, updateExpression);
    }

    private static AttributeValue moment(Instant at) {
        return UpdateExpression.number(at.toEpochMilli());
    }

    private void write(String item, UpdateExpression updateExpression) {
        rows.update(AuditItems.key(item), updateExpression); // else there is nothing new
    }
}
