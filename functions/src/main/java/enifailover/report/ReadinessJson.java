package enifailover.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline.LastAudit;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.GroupAudit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// An audit as JSON: the function's answer and the detail of `Readiness Changed`.
public final class ReadinessJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ReadinessJson() {}

    /// The whole audit.
    public static ObjectNode of(Audit audit) {
        ObjectNode json = JSON.createObjectNode();
        json.put("at", audit.at().toString());
        json.put("groups", audit.groups().size());
        json.put("ready", audit.ready());
        for (Severity severity : Severity.values()) {
            json.put(plural(severity), audit.count(severity));
        }
        json.put("automaticLimit", audit.limit());
        ArrayNode groups = json.putArray("audits");
        audit.groups().forEach(group -> groups.add(of(group, audit.at())));
        findings(json.putArray("deployment"), audit.deployment());
        ArrayNode kept = json.putArray("repaired");
        audit.kept().forEach(one -> {
            ObjectNode node = kept.addObject()
                    .put("words", one.message())
                    .put("done", one.refused().isEmpty());
            one.refused().ifPresent(message -> node.put("refused", message));
        });
        return json;
    }

    /// The detail of the event that a group's readiness has changed.
    ///
    /// @param last what was reported before
    public static ObjectNode changed(GroupAudit group, Optional<LastAudit> last, Audit audit) {
        ObjectNode json = of(group, audit.at());
        last.ifPresent(was ->
                json.put("wasReady", was.ready()).put("wasSoSince", was.since().toString()));
        SortedSet<String> before = last.map(LastAudit::keys).orElseGet(TreeSet::new);
        SortedSet<String> appeared = new TreeSet<>(group.keys());
        appeared.removeAll(before);
        SortedSet<String> gone = new TreeSet<>(before);
        gone.removeAll(group.keys());
        appeared.forEach(json.putArray("appeared")::add);
        gone.forEach(json.putArray("gone")::add);
        findings(
                json.putArray("deployment"),
                audit.deployment().stream()
                        .filter(one -> one.severity() == Severity.BLOCKER)
                        .toList());
        return json;
    }

    private static ObjectNode of(GroupAudit group, Instant at) {
        ObjectNode json = JSON.createObjectNode();
        json.put("group", group.group().value());
        json.put("ready", group.ready());
        group.active().map(InstanceId::value).ifPresent(id -> json.put("active", id));
        group.next().map(InstanceId::value).ifPresent(id -> json.put("next", id));
        group.drilledAt().ifPresent(drill -> json.put("lastDrill", drill.toString())
                .put("lastDrillHours", Duration.between(drill, at).toHours()));
        group.changes().forEach(json.putArray("changes")::add);
        findings(json.putArray("findings"), group.findings());
        return json;
    }

    private static void findings(ArrayNode array, List<Finding> findings) {
        findings.forEach(finding -> array.addObject()
                .put("check", finding.check())
                .put("severity", finding.severity().name())
                .put("subject", finding.subject())
                .put("symptom", finding.symptom())
                .put("cause", finding.cause())
                .put("action", finding.action())
                .put("help", finding.help()));
    }

    private static String plural(Severity severity) {
        return switch (severity) {
            case NOTE -> "notes";
            case WARNING -> "warnings";
            case BLOCKER -> "blockers";
        };
    }
}
