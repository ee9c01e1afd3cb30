package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.message;
import static enifailover.aws.dynamodb.Items.present;
import static enifailover.aws.dynamodb.Items.text;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditBaseline.LastAudit;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.audit.StagedFile;
import enifailover.model.group.GroupName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How the table's rows of audits are written and read, beside those of [Items].
///
/// | group | item | what |
/// |---|---|---|
/// | `*audits` | a group's name | what audits remember of it (`accepted`), its last good drill (`drilled_at`) |
/// | `*audits` | `*turn` | when the audit begins that sees what just woke many processes |
/// | `*audits` | `*rights` | what the failover's role was last told that it may do |
///
/// The row of a group that is gone for long ends by itself at `expires_at`. No group has a name with a star, so one
/// query reads all of them, and nobody else's.
final class AuditItems {
    static final String AUDITS = "*audits";
    static final String RIGHTS = "*rights";
    static final String TURN = "*turn";
    static final String ACCEPTED = "accepted";
    static final String DRILLED_AT = "drilled_at";
    static final String AT = "at";
    static final String OF = "of";
    static final String REFUSED = "refused";

    private AuditItems() {}

    static Map<String, AttributeValue> key(String item) {
        return Map.of(Items.GROUP, text(AUDITS), Items.ITEM, text(item));
    }

    /// All but `drilledAt`, which has an attribute of its own, because another function writes it.
    static AttributeValue accepted(AuditBaseline auditBaseline) {
        Map<String, AttributeValue> fields = new HashMap<>();
        Map<String, AttributeValue> traits = new HashMap<>();
        auditBaseline.traits().forEach((eni, one) -> traits.put(eni.value(), traits(one)));
        fields.put("traits", AttributeValue.fromM(traits));
        auditBaseline.last().ifPresent(last -> fields.put("last", last(last)));
        if (!auditBaseline.staged().isEmpty()) {
            Map<String, AttributeValue> staged = new HashMap<>();
            auditBaseline.staged().forEach((instance, one) -> staged.put(instance.value(), GuestItems.staged(one)));
            fields.put("staged", AttributeValue.fromM(staged));
        }
        auditBaseline.verified().ifPresent(routingCheck -> fields.put("verified", GuestItems.verified(routingCheck)));
        auditBaseline.goneSince().ifPresent(since -> fields.put("gone", text(since.toString())));
        return AttributeValue.fromM(fields);
    }

    private static AttributeValue traits(EniTraits traits) {
        return AttributeValue.fromM(Map.of(
                "groups", texts(traits.securityGroups()),
                "check", AttributeValue.fromBool(traits.sourceDestCheck()),
                "elastic", texts(traits.elasticIps())));
    }

    private static AttributeValue last(LastAudit last) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put("ready", AttributeValue.fromBool(last.ready()));
        fields.put("keys", texts(last.keys()));
        fields.put("since", text(last.since().toString()));
        if (!last.missing().isEmpty()) {
            fields.put("missing", texts(last.missing()));
        }
        last.next().ifPresent(next -> fields.put("next", text(next.value())));
        return AttributeValue.fromM(fields);
    }

    static AuditBaseline accepted(Map<String, AttributeValue> row) {
        Map<String, AttributeValue> fields =
                present(row, ACCEPTED).map(AttributeValue::m).orElse(Map.of());
        Map<EniId, EniTraits> traits = new TreeMap<>();
        map(fields, "traits")
                .forEach((id, one) -> EniId.parse(id).ifPresent(eni -> traits.put(eni, readTraits(one.m()))));
        Map<InstanceId, StagedFile> staged = new TreeMap<>();
        map(fields, "staged").forEach((id, one) -> InstanceId.parse(id)
                .ifPresent(instance -> staged.put(instance, GuestItems.readStaged(one.m()))));
        return new AuditBaseline(
                traits,
                present(fields, "last").map(AttributeValue::m).map(AuditItems::readLast),
                present(row, DRILLED_AT).map(_ -> Instant.ofEpochMilli(Items.whole(row, DRILLED_AT))),
                staged,
                present(fields, "verified").map(AttributeValue::m).flatMap(GuestItems::readVerified),
                present(fields, "gone").map(AttributeValue::s).map(Instant::parse));
    }

    private static EniTraits readTraits(Map<String, AttributeValue> fields) {
        return new EniTraits(
                set(fields, "groups"),
                present(fields, "check").map(AttributeValue::bool).orElse(true),
                readTexts(map(fields, "elastic")));
    }

    private static LastAudit readLast(Map<String, AttributeValue> fields) {
        return new LastAudit(
                present(fields, "ready").map(AttributeValue::bool).orElse(false),
                set(fields, "keys"),
                Instant.parse(message(fields, "since")),
                InstanceId.parse(message(fields, "next")),
                set(fields, "missing"));
    }

    static Optional<PermissionCheck> rights(Map<String, AttributeValue> row) {
        return GroupName.parse(message(row, OF))
                .map(group -> new PermissionCheck(
                        Instant.ofEpochMilli(Items.whole(row, AT)),
                        group,
                        present(row, REFUSED).map(AttributeValue::s)));
    }

    private static Map<String, AttributeValue> map(Map<String, AttributeValue> fields, String name) {
        return present(fields, name).map(AttributeValue::m).orElse(Map.of());
    }

    /// A list, because DynamoDB has no empty set.
    private static AttributeValue texts(Collection<String> texts) {
        return AttributeValue.fromL(texts.stream().map(Items::text).toList());
    }

    private static AttributeValue texts(Map<String, String> texts) {
        return AttributeValue.fromM(
                texts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> text(one.getValue()))));
    }

    private static SortedSet<String> set(Map<String, AttributeValue> fields, String name) {
        return present(fields, name).map(AttributeValue::l).orElse(List.of()).stream()
                .map(AttributeValue::s)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> readTexts(Map<String, AttributeValue> fields) {
        Map<String, String> texts = new TreeMap<>();
        fields.forEach((name, value) -> texts.put(name, value.s()));
        return texts;
    }
}
