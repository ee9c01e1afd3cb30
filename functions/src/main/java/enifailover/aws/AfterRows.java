package enifailover.aws;

import static enifailover.aws.Change.number;
import static enifailover.aws.Rows.present;
import static enifailover.aws.Rows.text;
import static enifailover.aws.Rows.words;

import enifailover.group.Aftermath;
import enifailover.group.Aftermath.Debt;
import enifailover.group.Aftermath.FailedTarget;
import enifailover.group.Aftermath.Promise;
import enifailover.group.Aftermath.Setback;
import enifailover.group.Aftermath.Well;
import enifailover.group.InstanceId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How what has to follow a move is written and read: one attribute of a group's row, so that one comparison tells
/// whether anybody has written it since.
final class AfterRows {
    private AfterRows() {}

    static AttributeValue write(Aftermath after) {
        Map<String, AttributeValue> all = new HashMap<>();
        if (after.chosen()) {
            all.put("chosen", AttributeValue.fromBool(true));
        }
        after.promise()
                .ifPresent(promise -> all.put(
                        "promise",
                        map(Map.of(
                                "at", text(promise.at().value()),
                                "home", text(promise.home().value()),
                                "due", text(promise.due().toString()),
                                "run", text(promise.run())))));
        after.well()
                .ifPresent(well -> all.put(
                        "well",
                        map(Map.of(
                                "instance",
                                text(well.instance().value()),
                                "since",
                                text(well.since().toString())))));
        after.setback()
                .ifPresent(setback -> all.put(
                        "setback",
                        map(Map.of(
                                "instance", text(setback.instance().value()),
                                "at", text(setback.at().toString()),
                                "doublings", number(setback.doublings())))));
        Map<String, AttributeValue> failed = new HashMap<>();
        after.failedTargets()
                .forEach((instance, target) -> failed.put(
                        instance.value(),
                        map(Map.of(
                                "last", text(target.last().toString()),
                                "times", number(target.times())))));
        if (!failed.isEmpty()) {
            all.put("failed_targets", map(failed));
        }
        Map<String, AttributeValue> debts = new HashMap<>();
        after.debts().forEach((instance, debt) -> debts.put(instance.value(), debt(debt)));
        if (!debts.isEmpty()) {
            all.put("debts", map(debts));
        }
        return map(all);
    }

    private static AttributeValue debt(Debt debt) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put("since", text(debt.since().toString()));
        fields.put("tries", number(debt.tries()));
        debt.command().ifPresent(command -> fields.put("command", text(command)));
        debt.sentAt().ifPresent(at -> fields.put("sent_at", text(at.toString())));
        return map(fields);
    }

    static Aftermath read(Map<String, AttributeValue> all) {
        Map<InstanceId, FailedTarget> failed = new TreeMap<>();
        present(all, "failed_targets")
                .map(AttributeValue::m)
                .ifPresent(targets -> targets.forEach((id, target) -> InstanceId.parse(id)
                        .ifPresent(instance ->
                                failed.put(instance, new FailedTarget(Instant.parse(words(target.m(), "last")), (int)
                                        Rows.whole(target.m(), "times"))))));
        Map<InstanceId, Debt> debts = new TreeMap<>();
        present(all, "debts")
                .map(AttributeValue::m)
                .ifPresent(owed -> owed.forEach(
                        (id, debt) -> InstanceId.parse(id).ifPresent(instance -> debts.put(instance, debt(debt.m())))));
        return new Aftermath(
                Rows.is(all, "chosen"),
                present(all, "promise")
                        .map(AttributeValue::m)
                        .map(promise -> new Promise(
                                new InstanceId(words(promise, "at")),
                                new InstanceId(words(promise, "home")),
                                Instant.parse(words(promise, "due")),
                                words(promise, "run"))),
                present(all, "well")
                        .map(AttributeValue::m)
                        .map(well ->
                                new Well(new InstanceId(words(well, "instance")), Instant.parse(words(well, "since")))),
                present(all, "setback")
                        .map(AttributeValue::m)
                        .map(setback -> new Setback(
                                new InstanceId(words(setback, "instance")), Instant.parse(words(setback, "at")), (int)
                                        Rows.whole(setback, "doublings"))),
                failed,
                debts);
    }

    private static Debt debt(Map<String, AttributeValue> fields) {
        return new Debt(
                Instant.parse(words(fields, "since")),
                (int) Rows.whole(fields, "tries"),
                present(fields, "command").map(AttributeValue::s),
                present(fields, "sent_at").map(AttributeValue::s).map(Instant::parse));
    }

    private static AttributeValue map(Map<String, AttributeValue> fields) {
        return AttributeValue.fromM(fields);
    }
}
