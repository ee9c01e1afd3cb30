package enifailover.aws;

import static enifailover.aws.Change.number;

import enifailover.group.Aftermath;
import enifailover.group.AttachmentAttributes;
import enifailover.group.EniId;
import enifailover.group.EniMemory;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.group.Slot;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How the table's rows are written and read.
///
/// | group | item | what |
/// |---|---|---|
/// | `*` | a group's name | its lease (`owner` …), `enis`, `members`, `move`, `after` …, `around` |
/// | a group's name | `run#` instant `#` run | one run of its journal, which ends by itself at `expires_at` |
/// | `!` | `automatic`, `limit` | what holds all groups back: `DynamoBrake` |
/// | `!` | `attaches#` and a zone | the attaches that have failed in it: `ZoneRows` |
/// | `!` | `turns` | when the next turn is free: `DynamoTurns` |
/// | `!slots` | an instance | the slots that moves have reserved on it: `DynamoReservations` |
///
/// No group is called `*`, `!` or `!slots`, so one query reads what is remembered of all groups without reading any
/// journal.
final class Rows {
    static final String GROUP = "group";
    static final String ITEM = "item";
    static final String ALL_GROUPS = "*";
    static final String OWNER = "owner";
    static final String UNTIL = "until";
    static final String COUNTER = "counter";
    static final String KNOCKS = "knocks";
    static final String ENIS = "enis";
    static final String MEMBERS = "members";
    static final String MOVE = "move";
    static final String AUTOMATIC_AT = "automatic_at";
    static final String PREFERRED = "preferred";
    static final String AFTER = "after";
    static final String AROUND = "around";
    /// DynamoDB deletes a row some time after this, in seconds since 1970.
    static final String EXPIRES_AT = "expires_at";

    private Rows() {}

    static Map<String, AttributeValue> key(GroupName group) {
        return Map.of(GROUP, text(ALL_GROUPS), ITEM, text(group.value()));
    }

    static GroupMemory memory(Map<String, AttributeValue> row) {
        Map<EniId, EniMemory> enis = new TreeMap<>();
        present(row, ENIS)
                .map(AttributeValue::m)
                .ifPresent(all ->
                        all.forEach((id, eni) -> EniId.parse(id).ifPresent(known -> enis.put(known, eni(eni.m())))));
        return new GroupMemory(
                enis,
                instances(row, MEMBERS),
                present(row, MOVE).map(AttributeValue::m).map(Rows::move),
                present(row, AUTOMATIC_AT).map(AttributeValue::s).map(Instant::parse),
                present(row, PREFERRED).map(AttributeValue::s).map(InstanceId::new),
                present(row, AFTER).map(AttributeValue::m).map(AfterRows::read).orElse(Aftermath.NONE));
    }

    static AttributeValue enis(Map<EniId, EniMemory> enis) {
        Map<String, AttributeValue> all = new LinkedHashMap<>();
        enis.forEach((id, eni) -> all.put(id.value(), eni(eni)));
        return AttributeValue.fromM(all);
    }

    /// In the order of the ids, so that equal sets are equal values.
    static AttributeValue instances(Set<InstanceId> instances) {
        return AttributeValue.fromL(instances.stream()
                .sorted()
                .map(instance -> text(instance.value()))
                .toList());
    }

    private static Set<InstanceId> instances(Map<String, AttributeValue> fields, String name) {
        Set<InstanceId> instances = new TreeSet<>();
        present(fields, name)
                .map(AttributeValue::l)
                .ifPresent(all -> all.forEach(one -> instances.add(new InstanceId(one.s()))));
        return instances;
    }

    static AttributeValue eni(EniMemory eni) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put("index", number(eni.slot().deviceIndex()));
        fields.put("card", number(eni.slot().networkCard()));
        fields.put("holder", text(eni.holder().value()));
        AttachmentAttributes attributes = eni.attributes();
        fields.put("delete_on_termination", AttributeValue.fromBool(attributes.deleteOnTermination()));
        fields.put("ena_srd", AttributeValue.fromBool(attributes.enaSrd()));
        fields.put("ena_srd_udp", AttributeValue.fromBool(attributes.enaSrdUdp()));
        attributes.enaQueueCount().ifPresent(queues -> fields.put("ena_queues", number(queues)));
        return AttributeValue.fromM(fields);
    }

    private static EniMemory eni(Map<String, AttributeValue> fields) {
        return new EniMemory(
                new Slot((int) whole(fields, "index"), (int) whole(fields, "card")),
                new AttachmentAttributes(
                        is(fields, "delete_on_termination"),
                        present(fields, "ena_queues").map(queues -> Integer.valueOf(queues.n())),
                        is(fields, "ena_srd"),
                        is(fields, "ena_srd_udp")),
                new InstanceId(present(fields, "holder").orElseThrow().s()));
    }

    static AttributeValue move(Move move) {
        Map<String, AttributeValue> fields = new HashMap<>();
        move.from().ifPresent(from -> fields.put("from", text(from.value())));
        fields.put("to", text(move.to().value()));
        fields.put("planned", AttributeValue.fromBool(move.planned()));
        fields.put("announced", AttributeValue.fromBool(move.announced()));
        fields.put("since", text(move.since().toString()));
        fields.put("refused", instances(move.refused()));
        move.retry().ifPresent(retry -> {
            fields.put("tries", number(retry.tries()));
            fields.put("tried_at", text(retry.last().toString()));
        });
        return AttributeValue.fromM(fields);
    }

    private static Move move(Map<String, AttributeValue> fields) {
        return new Move(
                present(fields, "from").map(from -> new InstanceId(from.s())),
                new InstanceId(present(fields, "to").orElseThrow().s()),
                is(fields, "planned"),
                is(fields, "announced"),
                Instant.parse(present(fields, "since").orElseThrow().s()),
                instances(fields, "refused"),
                present(fields, "tried_at")
                        .map(at -> new Move.Retry((int) whole(fields, "tries"), Instant.parse(at.s()))));
    }

    static Optional<AttributeValue> present(Map<String, AttributeValue> row, String name) {
        return Optional.ofNullable(row.get(name));
    }

    static long whole(Map<String, AttributeValue> row, String name) {
        return present(row, name).map(number -> Long.parseLong(number.n())).orElse(0L);
    }

    static String words(Map<String, AttributeValue> row, String name) {
        return present(row, name).map(AttributeValue::s).orElse("");
    }

    static boolean is(Map<String, AttributeValue> row, String name) {
        return present(row, name).map(AttributeValue::bool).orElse(false);
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }
}
