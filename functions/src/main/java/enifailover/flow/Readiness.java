package enifailover.flow;

import enifailover.assess.Adoption;
import enifailover.assess.Adoption.Adopted;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.port.Announcer;
import enifailover.port.AuditBook;
import enifailover.port.Ledger;
import enifailover.port.Refused;
import enifailover.port.Surveyor;
import enifailover.port.Surveyor.Surveyed;
import enifailover.port.Time;
import enifailover.readiness.Audit;
import enifailover.readiness.Audit.Kept;
import enifailover.readiness.Auditor;
import enifailover.readiness.Auditor.Material;
import enifailover.survey.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The story of an audit: remember, look at everything, put right what may be put right, judge each group as the
/// failover would, tell what has changed, remember. It takes no lease and moves nothing.
public final class Readiness {
    /// What is left for judging and telling when putting right takes long.
    private static final Duration RESERVE = Duration.ofSeconds(60);
    /// What asking the guests, and staging, may take at most, each.
    private static final Duration ASKING = Duration.ofSeconds(60);

    private final World world;
    private final Auditor auditor;
    private final Optional<Mending> mending;
    private final Optional<Guests> guests;
    private final Optional<Stagehand> stagehand;

    /// What an audit needs of the world.
    public record World(
            Surveyor surveyor, Ledger ledger, AuditBook book, Snapshots snapshots, Announcer announcer, Time time) {}

    /// @param mending empty where the deployment only reports
    /// @param guests empty where the guests are not to be asked
    /// @param stagehand empty where the deployment only reports
    public Readiness(
            World world,
            Auditor auditor,
            Optional<Mending> mending,
            Optional<Guests> guests,
            Optional<Stagehand> stagehand) {
        this.world = world;
        this.auditor = auditor;
        this.mending = mending;
        this.guests = guests;
        this.stagehand = stagehand;
    }

    /// Audits every group.
    ///
    /// @param accept a group whose ENIs are right as they are now, because a person says so
    /// @param deadline when the function is ended from outside
    /// @throws Refused when ENIs or instances could not be seen: an audit that saw nothing must not look like one
    /// that found nothing
    public Audit run(Optional<GroupName> accept, Instant deadline) {
        return run(accept, false, deadline);
    }

    /// Audits every group, and forgets all that are gone, because a person says so.
    public Audit forgetGone(Instant deadline) {
        return run(Optional.empty(), true, deadline);
    }

    private Audit run(Optional<GroupName> accept, boolean allGone, Instant deadline) {
        List<String> warnings = new ArrayList<>();
        Optional<AuditBook.Pages> pages = pages(warnings);
        Optional<Map<GroupName, GroupMemory>> read = memories(warnings);
        Map<GroupName, GroupMemory> memories = read.orElse(Map.of());
        Surveyed seen = world.surveyor().survey(staged(pages));
        warnings.addAll(seen.sight().warnings());
        List<GroupSnapshot> groups = world.snapshots().names(seen.sight()).stream()
                .map(name -> world.snapshots().of(name, seen.sight(), memories.getOrDefault(name, GroupMemory.NONE)))
                .toList();
        Acceptance acceptance = new Acceptance(
                pages.map(AuditBook.Pages::groups).orElse(Map.of()),
                groups,
                seen.survey(),
                accept,
                allGone,
                world.time().now());
        List<Kept> kept = new ArrayList<>();
        accept.ifPresent(group -> kept.add(accepted(group, acceptance, pages.isPresent())));
        if (allGone) {
            kept.add(new Kept(
                    "forgot the groups that are gone, " + acceptance.forgotten().size(), unread(pages.isPresent())));
        }
        acceptance.forgotten().forEach(group -> forget(group, memories, warnings));
        // Where the book could not be read, nobody knows who was asked, and nothing would be remembered.
        if (pages.isPresent()) {
            verify(groups, acceptance, deadline, warnings);
        }
        if (pages.isPresent()) {
            kept.addAll(stage(groups, seen.sight().instances(), acceptance, deadline));
        }
        Mending.Mended mended = mending.map(some -> some.mend(some.due(groups, seen.survey()), deadline.minus(RESERVE)))
                .orElse(Mending.Mended.NOTHING);
        kept.addAll(mended.kept());
        if (read.isPresent()) {
            groups.forEach(group -> remember(group, memories, warnings));
        }
        Audit audit = auditor.audit(new Material(
                groups,
                seen.sight().enis(),
                seen.sight().instances(),
                seen.survey(),
                acceptance.accepted(),
                pages.flatMap(AuditBook.Pages::rights),
                mended.done(),
                kept,
                warnings,
                world.time().now()));
        // Where the book could not be read, nobody knows what has changed, and writing would lose what was accepted.
        return pages.isEmpty()
                ? audit
                : new Bulletin(
                                world.book(),
                                world.announcer(),
                                world.time(),
                                name -> adopt(name, groups, acceptance.before(name)))
                        .close(audit, acceptance);
    }

    /// What was told of a group's membership counts from now on.
    ///
    /// @return why it could not be written; the next audit tells it again, and tries again
    private Optional<String> adopt(GroupName name, List<GroupSnapshot> groups, Accepted before) {
        Optional<GroupSnapshot> group =
                groups.stream().filter(one -> one.name().equals(name)).findFirst();
        if (group.isEmpty()) {
            return Optional.empty();
        }
        Adopted next = Adoption.next(group.get(), before.missing());
        if (Adoption.changes(group.get(), next).isEmpty()) {
            return Optional.empty();
        }
        try {
            return world.ledger().remember(name, group.get().memory(), next.enis(), next.members())
                    ? Optional.empty()
                    : Optional.of("a failover of the group is at work, or another audit");
        } catch (Refused refused) {
            return Optional.of(refused.words());
        }
    }

    private static Kept accepted(GroupName group, Acceptance acceptance, boolean remembered) {
        Optional<String> not = unread(remembered)
                .or(() -> acceptance.knows(group)
                        ? Optional.empty()
                        : Optional.of("there is no such group, and there never was one"));
        return new Kept("accepted group " + group + " as it is now", not);
    }

    private static Optional<String> unread(boolean remembered) {
        return remembered
                ? Optional.empty()
                : Optional.of("what earlier audits remembered could not be read; try again");
    }

    /// Where its ENIs were and who was adopted; not while a move is open.
    private void forget(GroupName group, Map<GroupName, GroupMemory> memories, List<String> warnings) {
        GroupMemory memory = memories.getOrDefault(group, GroupMemory.NONE);
        if (memory.unfinished().isPresent()
                || (memory.enis().isEmpty() && memory.members().isEmpty())) {
            return;
        }
        try {
            world.ledger().remember(group, Map.of(), Set.of());
        } catch (Refused refused) {
            warnings.add(group + ", which is gone, could not be forgotten: " + refused.words());
        }
    }

    private static Set<InstanceId> staged(Optional<AuditBook.Pages> pages) {
        return pages.stream()
                .flatMap(all -> all.groups().values().stream())
                .flatMap(group -> group.staged().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void verify(List<GroupSnapshot> groups, Acceptance acceptance, Instant deadline, List<String> warnings) {
        guests.ifPresentOrElse(
                some -> acceptance.verified(
                        some.ask(groups, acceptance.accepted(), before(deadline, ASKING), warnings)),
                acceptance::neverVerified);
    }

    private List<Kept> stage(
            List<GroupSnapshot> groups, List<Instance> instances, Acceptance acceptance, Instant deadline) {
        Optional<Stagehand.Result> result =
                stagehand.map(some -> some.work(groups, instances, acceptance.accepted(), before(deadline, ASKING)));
        result.ifPresent(done -> acceptance.staged(done.staged()));
        return result.map(Stagehand.Result::kept).orElse(List.of());
    }

    private Instant before(Instant deadline, Duration most) {
        Instant soon = world.time().now().plus(most);
        Instant last = deadline.minus(RESERVE);
        return soon.isBefore(last) ? soon : last;
    }

    private Optional<AuditBook.Pages> pages(List<String> warnings) {
        try {
            return Optional.of(world.book().read());
        } catch (Refused refused) {
            warnings.add("what earlier audits remembered could not be read: " + refused.words());
            return Optional.empty();
        }
    }

    private Optional<Map<GroupName, GroupMemory>> memories(List<String> warnings) {
        try {
            return Optional.of(world.ledger().memories());
        } catch (Refused refused) {
            warnings.add("the memory of groups could not be read: " + refused.words());
            return Optional.empty();
        }
    }

    /// The sweep does so every minute, where it runs.
    private void remember(GroupSnapshot group, Map<GroupName, GroupMemory> memories, List<String> warnings) {
        GroupMemory memory = memories.getOrDefault(group.name(), GroupMemory.NONE);
        Noticed.news(group, memory).ifPresent(seen -> {
            try {
                world.ledger().remember(group.name(), memory, seen.enis(), seen.members());
            } catch (Refused refused) {
                warnings.add(group.name() + " could not be remembered: " + refused.words());
            }
        });
    }
}
