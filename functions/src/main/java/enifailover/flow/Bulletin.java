package enifailover.flow;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.GroupName;
import enifailover.port.Announcer;
import enifailover.port.Announcer.Announcement;
import enifailover.port.Announcer.Kind;
import enifailover.port.AuditBook;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.readiness.Audit;
import enifailover.readiness.GroupAudit;
import enifailover.report.ReadinessJson;
import enifailover.report.ReadinessText;
import enifailover.survey.Accepted;
import enifailover.survey.Accepted.LastAudit;
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

/// Tells what has changed since the last audit, once, and writes it down. What could not be told is not written, so
/// that the next audit tells it. Several groups at once, because at the first audit of a deployment all of them
/// may be news, and a function has minutes.
final class Bulletin {
    private static final int AT_ONCE = 10;

    private final AuditBook book;
    private final Announcer announcer;
    private final Time time;
    private final Function<GroupName, Optional<String>> adopt;
    private final Set<GroupName> news = new HashSet<>();
    private final Set<GroupName> unannounced = new HashSet<>();
    private final List<Finding> troubles = Collections.synchronizedList(new ArrayList<>());

    /// @param adopt adopts the newcomers of a group, once that was told; gives why it could not
    Bulletin(AuditBook book, Announcer announcer, Time time, Function<GroupName, Optional<String>> adopt) {
        this.adopt = adopt;
        this.book = book;
        this.announcer = announcer;
        this.time = time;
    }

    /// @return the audit, with what could not be told or written
    Audit close(Audit audit, Acceptance acceptance) {
        Set<GroupName> present = new HashSet<>();
        present.add(Audit.DEPLOYMENT);
        List<Callable<Boolean>> work = new ArrayList<>();
        close(GroupAudit.ofDeployment(Audit.DEPLOYMENT, audit.deployment()), acceptance, audit, work);
        for (GroupAudit group : audit.groups()) {
            present.add(group.group());
            close(group, acceptance, audit, work);
        }
        for (Map.Entry<GroupName, Accepted> gone : acceptance.accepted().entrySet()) {
            if (!present.contains(gone.getKey())) {
                write(gone.getKey(), acceptance.before(gone.getKey()), gone.getValue(), work);
            }
        }
        for (int from = 0; from < work.size(); from += AT_ONCE) {
            time.together(work.subList(from, Math.min(work.size(), from + AT_ONCE)));
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

    private void close(GroupAudit group, Acceptance acceptance, Audit audit, List<Callable<Boolean>> work) {
        Accepted before = acceptance.before(group.group());
        Accepted now = acceptance.accepted().getOrDefault(group.group(), Accepted.NOTHING);
        SortedSet<String> keys = group.keys();
        boolean sound = group.sound();
        Optional<LastAudit> last = before.last();
        boolean changed = !group.changes().isEmpty()
                || last.map(was -> was.ready() != sound || !was.keys().equals(keys))
                        .orElse(!sound);
        Instant since =
                last.filter(was -> was.ready() == sound).map(LastAudit::since).orElse(audit.at());
        Accepted untold = now.withLast(before.last());
        LastAudit found = new LastAudit(sound, keys, since, group.next(), group.missing());
        Accepted told = now.withLast(Optional.of(found));
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
            announcer.announce(new Announcement(
                    Kind.READINESS,
                    group.group().value(),
                    ReadinessText.subject(group),
                    ReadinessText.ofGroup(group, audit),
                    ReadinessJson.changed(group, last, audit).toString()));
            adopt.apply(group.group())
                    .ifPresent(words -> trouble(group.group(), "its newcomers could not be adopted: " + words));
            return true;
        } catch (Refused refused) {
            trouble(group.group(), "not everybody was told that its readiness changed: " + refused.words());
            return false;
        }
    }

    private void write(GroupName group, Accepted before, Accepted now, List<Callable<Boolean>> work) {
        if (!now.equals(before)) {
            work.add(() -> keep(group, before, now));
        }
    }

    private boolean keep(GroupName group, Accepted before, Accepted now) {
        if (now.equals(before)) {
            return false;
        }
        try {
            book.keep(group, now);
            return true;
        } catch (Refused refused) {
            trouble(group, "what was found could not be written down: " + refused.words());
            return false;
        }
    }

    private void trouble(GroupName group, String words) {
        troubles.add(new Finding(
                "not-told",
                Severity.WARNING,
                group.value(),
                words,
                "the bus, the topic or the table is away, or the role may not use it",
                "nothing, unless it stays: the next audit tries again"));
    }
}
