package enifailover.aws;

import static enifailover.aws.Rows.present;
import static enifailover.aws.Rows.text;
import static enifailover.aws.Rows.words;

import enifailover.group.EniId;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.survey.Accepted;
import enifailover.survey.Accepted.LastAudit;
import enifailover.survey.EniTraits;
import enifailover.survey.Rights;
import enifailover.survey.Staged;
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

/// How the table's rows of audits are written and read, beside those of [Rows].
///
/// | group | item | what |
/// |---|---|---|
/// | `*audits` | a group's name | what audits remember of it (`accepted`), its last good drill (`drilled_at`) |
/// | `*audits` | `*turn` | when the audit begins that sees what just woke many processes |
/// | `*audits` | `*rights` | what the failover's role was last told that it may do |
///
/// The row of a group that is gone for long ends by itself at `expires_at`. No group has a name with a star, so one
/// query reads all of them, and nobody else's.
final class AuditRows {
    static final String AUDITS = "*audits";
    static final String RIGHTS = "*rights";
    static final String TURN = "*turn";
    static final String ACCEPTED = "accepted";
    static final String DRILLED_AT = "drilled_at";
    static final String AT = "at";
    static final String OF = "of";
    static final String REFUSED = "refused";

    private AuditRows() {}

    static Map<String, AttributeValue> key(String item) {
        return Map.of(Rows.GROUP, text(AUDITS), Rows.ITEM, text(item));
    }

    /// All but `drilledAt`, which has an attribute of its own, because another function writes it.
    static AttributeValue accepted(Accepted accepted) {
        Map<String, AttributeValue> fields = new HashMap<>();
        Map<String, AttributeValue> traits = new HashMap<>();
        accepted.traits().forEach((eni, one) -> traits.put(eni.value(), traits(one)));
        fields.put("traits", AttributeValue.fromM(traits));
        accepted.last().ifPresent(last -> fields.put("last", last(last)));
        if (!accepted.staged().isEmpty()) {
            Map<String, AttributeValue> staged = new HashMap<>();
            accepted.staged().forEach((instance, one) -> staged.put(instance.value(), GuestRows.staged(one)));
            fields.put("staged", AttributeValue.fromM(staged));
        }
        accepted.verified().ifPresent(verified -> fields.put("verified", GuestRows.verified(verified)));
        accepted.goneSince().ifPresent(since -> fields.put("gone", text(since.toString())));
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

    static Accepted accepted(Map<String, AttributeValue> row) {
        Map<String, AttributeValue> fields =
                present(row, ACCEPTED).map(AttributeValue::m).orElse(Map.of());
        Map<EniId, EniTraits> traits = new TreeMap<>();
        map(fields, "traits")
                .forEach((id, one) -> EniId.parse(id).ifPresent(eni -> traits.put(eni, readTraits(one.m()))));
        Map<InstanceId, Staged> staged = new TreeMap<>();
        map(fields, "staged").forEach((id, one) -> InstanceId.parse(id)
                .ifPresent(instance -> staged.put(instance, GuestRows.readStaged(one.m()))));
        return new Accepted(
                traits,
                present(fields, "last").map(AttributeValue::m).map(AuditRows::readLast),
                present(row, DRILLED_AT).map(_ -> Instant.ofEpochMilli(Rows.whole(row, DRILLED_AT))),
                staged,
                present(fields, "verified").map(AttributeValue::m).flatMap(GuestRows::readVerified),
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
                Instant.parse(words(fields, "since")),
                InstanceId.parse(words(fields, "next")),
                set(fields, "missing"));
    }

    static Optional<Rights> rights(Map<String, AttributeValue> row) {
        return GroupName.parse(words(row, OF))
                .map(group -> new Rights(
                        Instant.ofEpochMilli(Rows.whole(row, AT)),
                        group,
                        present(row, REFUSED).map(AttributeValue::s)));
    }

    private static Map<String, AttributeValue> map(Map<String, AttributeValue> fields, String name) {
        return present(fields, name).map(AttributeValue::m).orElse(Map.of());
    }

    /// A list, because DynamoDB has no empty set.
    private static AttributeValue texts(Collection<String> texts) {
        return AttributeValue.fromL(texts.stream().map(Rows::text).toList());
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
