package enifailover.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.assess.Assessment;
import enifailover.model.Eni;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.PendingWork;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The status of a group.
///
/// @param group the snapshot
/// @param assessment the assessment of a sweep
/// @param lease owner and expiry of the lease; empty where it is free
/// @param last the last run; empty where the journal has none
/// @param now when EC2 was read
public record GroupStatus(
        GroupSnapshot group, Assessment assessment, Optional<String> lease, Optional<RunSummary> last, Instant now) {
    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> HEAD =
            List.of("group", "on", "health", "interfaces", "paused", "cool-down", "lease", "preferred", "last run");

    /// One line for each group, then one for each note.
    public static String text(List<GroupStatus> all) {
        if (all.isEmpty()) {
            return "no ENI has the tag of a group\n";
        }
        String notes = all.stream()
                .flatMap(one -> one.notes().stream().map(note -> one.group().name() + ": " + note + "\n"))
                .collect(Collectors.joining());
        return TextTable.text(HEAD, all.stream().map(GroupStatus::cells).toList()) + notes;
    }

    private List<String> cells() {
        return List.of(
                group.name().value(),
                holders(),
                health(),
                group.enis().stream().map(GroupStatus::place).collect(Collectors.joining(" ")),
                paused(),
                cooling().map(left -> left.toSeconds() + " s").orElse("-"),
                lease.orElse("free"),
                group.memory().preferred().map(InstanceId::value).orElse("-"),
                last.map(run -> run.verdict() + " " + run.at().truncatedTo(ChronoUnit.SECONDS))
                        .orElse("-"));
    }

    private String holders() {
        return group.holders().isEmpty()
                ? "no instance"
                : group.holders().stream().map(InstanceId::value).collect(Collectors.joining(" "));
    }

    private String health() {
        return group.holders().isEmpty()
                ? "-"
                : group.holders().stream()
                        .map(group::instance)
                        .map(one -> one.healthy()
                                ? "healthy"
                                : one.state().word() + (one.checks().impaired().isEmpty() ? "" : " impaired"))
                        .collect(Collectors.joining(" "));
    }

    private static String place(Eni eni) {
        return eni.attachment()
                .map(attachment -> eni.id() + "@" + attachment.devicePosition().deviceIndex() + " "
                        + attachment.status().name().toLowerCase(java.util.Locale.ROOT))
                .orElse(eni.id() + " not attached");
    }

    private String paused() {
        if (!group.policy().pausedAt(now)) {
            return "no";
        }
        Instant until = group.policy().paused().orElseThrow();
        return until.equals(Instant.MAX) ? "yes" : "until " + until;
    }

    private Optional<Duration> cooling() {
        return group.memory()
                .lastAutomatic()
                .map(last -> Duration.between(now, last.plus(group.policy().cooldown())))
                .filter(Duration::isPositive);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(List.of(assessment.evidence().getLast()));
        GroupState memory = group.memory();
        memory.unfinished()
                .ifPresent(moveRecord ->
                        notes.add("UNFINISHED: a move to " + moveRecord.to() + ", begun at " + moveRecord.since()));
        PendingWork after = memory.after();
        after.promise()
                .ifPresent(word -> notes.add("scheduled return of a drill to " + word.home() + " at " + word.due()));
        after.pendingCleanups()
                .keySet()
                .forEach(id -> notes.add(id + " still has routing of this group; a clean-up is scheduled"));
        after.setback()
                .filter(setback -> setback.doublings() > 0)
                .ifPresent(setback -> notes.add("the automatic failback to " + setback.instance() + " waits "
                        + (1L << setback.doublings()) + " times as long, because the last failback failed soon"));
        return notes;
    }

    /// For a program.
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("group", group.name().value());
        group.holders().forEach(id -> json.withArray("holders").add(id.value()));
        json.put("health", health()).put("paused", group.policy().pausedAt(now));
        group.enis().forEach(eni -> json.withArray("interfaces")
                .addObject()
                .put("eni", eni.id().value())
                .put("place", place(eni)));
        cooling().ifPresent(left -> json.put("coolDownLeftS", left.toSeconds()));
        lease.ifPresent(message -> json.put("lease", message));
        group.memory().preferred().ifPresent(id -> json.put("preferred", id.value()));
        json.put("unfinished", group.memory().unfinished().isPresent());
        last.ifPresent(run -> json.set("lastRun", run.json()));
        notes().forEach(json.withArray("notes")::add);
        return json;
    }
}
