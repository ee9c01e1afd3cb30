package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupState;
import enifailover.model.group.MoveRecord;
import enifailover.model.group.PendingWork;
import enifailover.model.group.SavedAttachment;
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
/// | `!` | `automatic`, `limit` | what holds all groups back: `DynamoAutomationSwitch` |
/// | `!` | `attaches#` and a zone | the attaches that have failed in it: `ZoneItems` |
/// | `!` | `turns` | when the next turn is free: `DynamoAdmissionQueue` |
/// | `!slots` | an instance | the slots that moves have reserved on it: `DynamoReservationStore` |
///
/// No group is called `*`, `!` or `!slots`, so one query reads what is remembered of all groups without reading any
/// journal.
final class Items {
    static final String GROUP = "group";
    static final String ITEM = "item";
    static final String ALL_GROUPS = "*";
    static final String OWNER = "owner";
    static final String UNTIL = "until";
    static final String COUNTER = "counter";
    static final String RECHECK_REQUESTS = "recheck_requests";
    static final String ENIS = "enis";
    static final String MEMBERS = "members";
    static final String MOVE = "move";
    static final String AUTOMATIC_AT = "automatic_at";
    static final String PREFERRED = "preferred";
    static final String AFTER = "pending_work";
    static final String AROUND = "limits";
    /// DynamoDB deletes a row some time after this, in seconds since 1970.
    static final String EXPIRES_AT = "expires_at";

    private Items() {}

    static Map<String, AttributeValue> key(GroupName group) {
        return Map.of(GROUP, text(ALL_GROUPS), ITEM, text(group.value()));
    }

    static GroupState memory(Map<String, AttributeValue> row) {
        Map<EniId, SavedAttachment> enis = new TreeMap<>();
        present(row, ENIS)
                .map(AttributeValue::m)
                .ifPresent(all ->
                        all.forEach((id, eni) -> EniId.parse(id).ifPresent(known -> enis.put(known, eni(eni.m())))));
        return new GroupState(
                enis,
                instances(row, MEMBERS),
                present(row, MOVE).map(AttributeValue::m).map(Items::move),
                present(row, AUTOMATIC_AT).map(AttributeValue::s).map(Instant::parse),
                present(row, PREFERRED).map(AttributeValue::s).map(InstanceId::new),
                present(row, AFTER)
                        .map(AttributeValue::m)
                        .map(PendingWorkItems::read)
                        .orElse(PendingWork.NONE));
    }

    static AttributeValue enis(Map<EniId, SavedAttachment> enis) {
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

    static AttributeValue eni(SavedAttachment eni) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put("index", number(eni.devicePosition().deviceIndex()));
        fields.put("card", number(eni.devicePosition().networkCard()));
        fields.put("holder", text(eni.holder().value()));
        AttachmentAttributes attributes = eni.attributes();
        fields.put("delete_on_termination", AttributeValue.fromBool(attributes.deleteOnTermination()));
        fields.put("ena_srd", AttributeValue.fromBool(attributes.enaSrd()));
        fields.put("ena_srd_udp", AttributeValue.fromBool(attributes.enaSrdUdp()));
        attributes.enaQueueCount().ifPresent(queues -> fields.put("ena_queues", number(queues)));
        return AttributeValue.fromM(fields);
    }

    private static SavedAttachment eni(Map<String, AttributeValue> fields) {
        return new SavedAttachment(
                new DevicePosition((int) whole(fields, "index"), (int) whole(fields, "card")),
                new AttachmentAttributes(
                        is(fields, "delete_on_termination"),
                        present(fields, "ena_queues").map(queues -> Integer.valueOf(queues.n())),
                        is(fields, "ena_srd"),
                        is(fields, "ena_srd_udp")),
                new InstanceId(present(fields, "holder").orElseThrow().s()));
    }

    static AttributeValue move(MoveRecord moveRecord) {
        Map<String, AttributeValue> fields = new HashMap<>();
        moveRecord.from().ifPresent(from -> fields.put("from", text(from.value())));
        fields.put("to", text(moveRecord.to().value()));
        fields.put("planned", AttributeValue.fromBool(moveRecord.planned()));
        fields.put("announced", AttributeValue.fromBool(moveRecord.announced()));
        fields.put("since", text(moveRecord.since().toString()));
        fields.put("refused", instances(moveRecord.refused()));
        moveRecord.retry().ifPresent(retry -> {
            fields.put("tries", number(retry.tries()));
            fields.put("tried_at", text(retry.last().toString()));
        });
        return AttributeValue.fromM(fields);
    }

    private static MoveRecord move(Map<String, AttributeValue> fields) {
        return new MoveRecord(
                present(fields, "from").map(from -> new InstanceId(from.s())),
                new InstanceId(present(fields, "to").orElseThrow().s()),
                is(fields, "planned"),
                is(fields, "announced"),
                Instant.parse(present(fields, "since").orElseThrow().s()),
                instances(fields, "refused"),
                present(fields, "tried_at")
                        .map(at -> new MoveRecord.Retry((int) whole(fields, "tries"), Instant.parse(at.s()))));
    }

    static Optional<AttributeValue> present(Map<String, AttributeValue> row, String name) {
        return Optional.ofNullable(row.get(name));
    }

    static long whole(Map<String, AttributeValue> row, String name) {
        return present(row, name).map(number -> Long.parseLong(number.n())).orElse(0L);
    }

    static String message(Map<String, AttributeValue> row, String name) {
        return present(row, name).map(AttributeValue::s).orElse("");
    }

    static boolean is(Map<String, AttributeValue> row, String name) {
        return present(row, name).map(AttributeValue::bool).orElse(false);
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }
}
