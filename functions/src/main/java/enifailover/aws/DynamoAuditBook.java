package enifailover.aws;

import static enifailover.aws.Rows.text;

import enifailover.group.GroupName;
import enifailover.port.AuditBook;
import enifailover.survey.Accepted;
import enifailover.survey.Rights;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What audits remember, in the table of leases, in rows of their own: no failover reads them, and no audit can write
/// what a failover needs. Each write has a condition that lets nothing be written which is there already, or older
/// than what is there, so any of them may be repeated after a lost answer.
public final class DynamoAuditBook implements AuditBook {
    private final Table rows;

    /// @param table the name of the table
    public DynamoAuditBook(Clients clients, String table) {
        this.rows = new Table(clients, table);
    }

    /// `dynamodb:Query`, a request for each megabyte: thousands of groups.
    @Override
    public Pages read() {
        Map<GroupName, Accepted> groups = new TreeMap<>();
        Optional<Rights> rights = Optional.empty();
        for (Map<String, AttributeValue> row : rows.all(AuditRows.AUDITS)) {
            String item = Rows.words(row, Rows.ITEM);
            if (item.equals(AuditRows.RIGHTS)) {
                rights = AuditRows.rights(row);
            } else {
                GroupName.stored(item).ifPresent(group -> groups.put(group, AuditRows.accepted(row)));
            }
        }
        return new Pages(groups, rights);
    }

    /// `dynamodb:UpdateItem`; nothing is written where it is remembered already. DynamoDB deletes the row of a group
    /// that is gone for long, unless it came back.
    @Override
    public void keep(GroupName group, Accepted accepted) {
        AttributeValue seen = AuditRows.accepted(accepted);
        Change change = new Change()
                .set(AuditRows.ACCEPTED, seen)
                .when("attribute_not_exists({0}) OR {0} <> {1}", AuditRows.ACCEPTED, seen);
        write(
                group.value(),
                accepted.over()
                        .map(at -> change.set(Rows.EXPIRES_AT, Change.number(at.getEpochSecond())))
                        .orElseGet(() -> change.remove(Rows.EXPIRES_AT)));
    }

    /// `dynamodb:UpdateItem`; an earlier drill than the one that is remembered changes nothing.
    @Override
    public void drilled(GroupName group, Instant at) {
        AttributeValue moment = moment(at);
        write(
                group.value(),
                new Change()
                        .set(AuditRows.DRILLED_AT, moment)
                        .when("attribute_not_exists({0}) OR {0} < {1}", AuditRows.DRILLED_AT, moment));
    }

    /// `dynamodb:UpdateItem`; an earlier answer than the one that is remembered changes nothing.
    @Override
    public void asked(Rights rights) {
        AttributeValue moment = moment(rights.at());
        Change change = new Change()
                .set(AuditRows.AT, moment)
                .set(AuditRows.OF, text(rights.group().value()))
                .when("attribute_not_exists({0}) OR {0} < {1}", AuditRows.AT, moment);
        rights.refused()
                .ifPresentOrElse(
                        words -> change.set(AuditRows.REFUSED, text(words)), () -> change.remove(AuditRows.REFUSED));
        write(AuditRows.RIGHTS, change);
    }

    private static AttributeValue moment(Instant at) {
        return Change.number(at.toEpochMilli());
    }

    private void write(String item, Change change) {
        rows.update(AuditRows.key(item), change); // else there is nothing new
    }
}
