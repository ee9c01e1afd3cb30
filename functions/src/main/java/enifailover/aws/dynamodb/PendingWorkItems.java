package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.message;
import static enifailover.aws.dynamodb.Items.present;
import static enifailover.aws.dynamodb.Items.text;
import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.model.InstanceId;
import enifailover.model.group.PendingWork;
import enifailover.model.group.PendingWork.FailedTarget;
import enifailover.model.group.PendingWork.PendingCleanup;
import enifailover.model.group.PendingWork.Promise;
import enifailover.model.group.PendingWork.Setback;
import enifailover.model.group.PendingWork.Well;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How what has to follow a move is written and read: one attribute of a group's row, so that one comparison tells
/// whether anybody has written it since.
final class PendingWorkItems {
    private PendingWorkItems() {}

    static AttributeValue write(PendingWork after) {
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
        Map<String, AttributeValue> pendingCleanups = new HashMap<>();
        after.pendingCleanups()
                .forEach((instance, pendingCleanup) ->
                        pendingCleanups.put(instance.value(), pendingCleanup(pendingCleanup)));
        if (!pendingCleanups.isEmpty()) {
            all.put("debts", map(pendingCleanups));
        }
        return map(all);
    }

    private static AttributeValue pendingCleanup(PendingCleanup pendingCleanup) {
        Map<String, AttributeValue> fields = new HashMap<>();
        fields.put("since", text(pendingCleanup.since().toString()));
        fields.put("tries", number(pendingCleanup.tries()));
        pendingCleanup.command().ifPresent(command -> fields.put("command", text(command)));
        pendingCleanup.sentAt().ifPresent(at -> fields.put("sent_at", text(at.toString())));
        return map(fields);
    }

    static PendingWork read(Map<String, AttributeValue> all) {
        Map<InstanceId, FailedTarget> failed = new TreeMap<>();
        present(all, "failed_targets")
                .map(AttributeValue::m)
                .ifPresent(targets -> targets.forEach((id, target) -> InstanceId.parse(id)
                        .ifPresent(instance ->
                                failed.put(instance, new FailedTarget(Instant.parse(message(target.m(), "last")), (int)
                                        Items.whole(target.m(), "times"))))));
        Map<InstanceId, PendingCleanup> pendingCleanups = new TreeMap<>();
        present(all, "debts")
                .map(AttributeValue::m)
                .ifPresent(owed -> owed.forEach((id, pendingCleanup) -> InstanceId.parse(id)
                        .ifPresent(instance -> pendingCleanups.put(instance, pendingCleanup(pendingCleanup.m())))));
        return new PendingWork(
                Items.is(all, "chosen"),
                present(all, "promise")
                        .map(AttributeValue::m)
                        .map(promise -> new Promise(
                                new InstanceId(message(promise, "at")),
                                new InstanceId(message(promise, "home")),
                                Instant.parse(message(promise, "due")),
                                message(promise, "run"))),
                present(all, "well")
                        .map(AttributeValue::m)
                        .map(well -> new Well(
                                new InstanceId(message(well, "instance")), Instant.parse(message(well, "since")))),
                present(all, "setback")
                        .map(AttributeValue::m)
                        .map(setback -> new Setback(
                                new InstanceId(message(setback, "instance")),
                                Instant.parse(message(setback, "at")),
                                (int) Items.whole(setback, "doublings"))),
                failed,
                pendingCleanups);
    }

    private static PendingCleanup pendingCleanup(Map<String, AttributeValue> fields) {
        return new PendingCleanup(
                Instant.parse(message(fields, "since")),
                (int) Items.whole(fields, "tries"),
                present(fields, "command").map(AttributeValue::s),
                present(fields, "sent_at").map(AttributeValue::s).map(Instant::parse));
    }

    private static AttributeValue map(Map<String, AttributeValue> fields) {
        return AttributeValue.fromM(fields);
    }
}
