package enifailover.readiness;

import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditBaseline.LastAudit;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.port.AuditStore;
import enifailover.port.AwsCallException;
import enifailover.port.EventPublisher;
import enifailover.port.EventPublisher.Announcement;
import enifailover.port.EventPublisher.Kind;
import enifailover.port.Scheduler;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.GroupAudit;
import enifailover.report.ReadinessJson;
import enifailover.report.ReadinessText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Reports changes since the last audit once, and stores them. What could not be reported is not stored, so that the
/// next audit reports it. Several groups at once, because at the first audit every group may be new.
final class ReadinessNotifier {
    private static final int AT_ONCE = 10;

    private final AuditStore book;
    private final EventPublisher eventPublisher;
    private final Scheduler scheduler;
    private final Function<GroupName, Optional<String>> adopt;
    private final Set<GroupName> news = new HashSet<>();
    private final Set<GroupName> unannounced = new HashSet<>();
    private final List<Finding> troubles = Collections.synchronizedList(new ArrayList<>());

    /// @param adopt adopts new members and ENIs of a group after they are reported; gives why it failed
    ReadinessNotifier(
            AuditStore book,
            EventPublisher eventPublisher,
            Scheduler scheduler,
            Function<GroupName, Optional<String>> adopt) {
        this.adopt = adopt;
        this.book = book;
        this.eventPublisher = eventPublisher;
        this.scheduler = scheduler;
    }

    /// @return the audit, with what could not be reported or stored
    Audit close(Audit audit, AcceptedBaselines acceptedBaselines) {
        Set<GroupName> present = new HashSet<>();
        present.add(Audit.DEPLOYMENT);
        List<Callable<Boolean>> work = new ArrayList<>();
        close(GroupAudit.ofDeployment(Audit.DEPLOYMENT, audit.deployment()), acceptedBaselines, audit, work);
        for (GroupAudit group : audit.groups()) {
            present.add(group.group());
            close(group, acceptedBaselines, audit, work);
        }
        for (Map.Entry<GroupName, AuditBaseline> gone :
                acceptedBaselines.accepted().entrySet()) {
            if (!present.contains(gone.getKey())) {
                write(gone.getKey(), acceptedBaselines.before(gone.getKey()), gone.getValue(), work);
            }
        }
        for (int from = 0; from < work.size(); from += AT_ONCE) {
            scheduler.runAll(work.subList(from, Math.min(work.size(), from + AT_ONCE)));
        }
        List<Finding> deployment = new ArrayList<>(audit.deployment());
        deployment.addAll(troubles);
        return new Audit(
                audit.groups(),
                deployment,
                audit.kept(),
                audit.at(),
                Set.copyOf(news),
                Set.copyOf(unannounced),
                audit.limit());
    }

    private void close(
            GroupAudit group, AcceptedBaselines acceptedBaselines, Audit audit, List<Callable<Boolean>> work) {
        AuditBaseline before = acceptedBaselines.before(group.group());
        AuditBaseline now = acceptedBaselines.accepted().getOrDefault(group.group(), AuditBaseline.NOTHING);
        SortedSet<String> keys = group.keys();
        boolean sound = group.sound();
        Optional<LastAudit> last = before.last();
        boolean changed = !group.changes().isEmpty()
                || last.map(was -> was.ready() != sound || !was.keys().equals(keys))
                        .orElse(!sound);
        Instant since =
                last.filter(was -> was.ready() == sound).map(LastAudit::since).orElse(audit.at());
        AuditBaseline untold = now.withLast(before.last());
        LastAudit found = new LastAudit(sound, keys, since, group.next(), group.missing());
        AuditBaseline told = now.withLast(Optional.of(found));
        boolean oneOfMany = last.isEmpty() && audit.manyGone() && !group.group().equals(Audit.DEPLOYMENT);
        if (oneOfMany) {
            unannounced.add(group.group());
        }
        if (changed && !oneOfMany) {
            news.add(group.group());
            work.add(() -> keep(group.group(), before, told(group, last, audit) ? told : untold));
        } else {
            write(group.group(), before, told, work);
        }
    }

    private boolean told(GroupAudit group, Optional<LastAudit> last, Audit audit) {
        try {
            eventPublisher.announce(new Announcement(
                    Kind.READINESS,
                    group.group().value(),
                    ReadinessText.subject(group),
                    ReadinessText.ofGroup(group, audit),
                    ReadinessJson.changed(group, last, audit).toString()));
            adopt.apply(group.group())
                    .ifPresent(message ->
                            trouble(group.group(), "new members or ENIs could not be added to the group: " + message));
            return true;
        } catch (AwsCallException awsCallException) {
            trouble(group.group(), "the change of readiness could not be reported: " + awsCallException.message());
            return false;
        }
    }

    private void write(GroupName group, AuditBaseline before, AuditBaseline now, List<Callable<Boolean>> work) {
        if (!now.equals(before)) {
            work.add(() -> keep(group, before, now));
        }
    }

    private boolean keep(GroupName group, AuditBaseline before, AuditBaseline now) {
        if (now.equals(before)) {
            return false;
        }
        try {
            book.keep(group, now);
            return true;
        } catch (AwsCallException awsCallException) {
            trouble(group, "the result of the audit could not be stored: " + awsCallException.message());
            return false;
        }
    }

    private void trouble(GroupName group, String message) {
        troubles.add(new Finding(
                "notification-failed",
                Severity.WARNING,
                group.value(),
                message,
                "the event bus, the topic or the table is not available, or the role may not use it",
                "nothing: the next audit tries again; if the finding remains, check the permissions of the role"));
    }
}
