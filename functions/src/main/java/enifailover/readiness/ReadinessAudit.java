package enifailover.readiness;

import enifailover.assess.Adoption;
import enifailover.assess.Adoption.Adopted;
import enifailover.failover.GroupSnapshots;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.port.AuditReader;
import enifailover.port.AuditReader.Surveyed;
import enifailover.port.AuditStore;
import enifailover.port.AwsCallException;
import enifailover.port.EventPublisher;
import enifailover.port.GroupStore;
import enifailover.port.Scheduler;
import enifailover.readiness.audit.Auditor;
import enifailover.readiness.audit.Auditor.AuditInput;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.Audit.Kept;
import enifailover.sweep.AttachmentMemoryUpdate;
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
public final class ReadinessAudit {
    /// What is left for judging and telling when putting right takes long.
    private static final Duration RESERVE = Duration.ofSeconds(60);
    /// What asking the guests, and staging, may take at most, each.
    private static final Duration ASKING = Duration.ofSeconds(60);

    private final World world;
    private final Auditor auditor;
    private final Optional<Remediation> remediation;
    private final Optional<RoutingVerifier> guests;
    private final Optional<RoutingStager> routingStager;

    /// What an audit needs of the world.
    public record World(
            AuditReader auditReader,
            GroupStore groupStore,
            AuditStore book,
            GroupSnapshots groupSnapshots,
            EventPublisher eventPublisher,
            Scheduler scheduler) {}

    /// @param remediation empty where the deployment only reports
    /// @param guests empty where the guests are not to be asked
    /// @param routingStager empty where the deployment only reports
    public ReadinessAudit(
            World world,
            Auditor auditor,
            Optional<Remediation> remediation,
            Optional<RoutingVerifier> guests,
            Optional<RoutingStager> routingStager) {
        this.world = world;
        this.auditor = auditor;
        this.remediation = remediation;
        this.guests = guests;
        this.routingStager = routingStager;
    }

    /// Audits every group.
    ///
    /// @param accept a group whose ENIs are right as they are now, because a person says so
    /// @param deadline when the function is ended from outside
    /// @throws AwsCallException when ENIs or instances could not be seen: an audit that saw nothing must not look
    /// like one that found nothing
    public Audit run(Optional<GroupName> accept, Instant deadline) {
        return run(accept, false, deadline);
    }

    /// Audits every group, and forgets all that are gone, because a person says so.
    public Audit forgetGone(Instant deadline) {
        return run(Optional.empty(), true, deadline);
    }

    private Audit run(Optional<GroupName> accept, boolean allGone, Instant deadline) {
        List<String> warnings = new ArrayList<>();
        Optional<AuditStore.Pages> pages = pages(warnings);
        Optional<Map<GroupName, GroupState>> read = memories(warnings);
        Map<GroupName, GroupState> memories = read.orElse(Map.of());
        Surveyed seen = world.auditReader().survey(staged(pages));
        warnings.addAll(seen.observation().warnings());
        List<GroupSnapshot> groups = world.groupSnapshots().names(seen.observation()).stream()
                .map(name -> world.groupSnapshots()
                        .of(name, seen.observation(), memories.getOrDefault(name, GroupState.NONE)))
                .toList();
        AcceptedBaselines acceptedBaselines = new AcceptedBaselines(
                pages.map(AuditStore.Pages::groups).orElse(Map.of()),
                groups,
                seen.auditSnapshot(),
                accept,
                allGone,
                world.scheduler().now());
        List<Kept> kept = new ArrayList<>();
        accept.ifPresent(group -> kept.add(accepted(group, acceptedBaselines, pages.isPresent())));
        if (allGone) {
            kept.add(new Kept(
                    "forgot the groups that are gone, "
                            + acceptedBaselines.forgotten().size(),
                    unread(pages.isPresent())));
        }
        acceptedBaselines.forgotten().forEach(group -> forget(group, memories, warnings));
        // Where the book could not be read, nobody knows who was asked, and nothing would be remembered.
        if (pages.isPresent()) {
            verify(groups, acceptedBaselines, deadline, warnings);
        }
        if (pages.isPresent()) {
            kept.addAll(stage(groups, seen.observation().instances(), acceptedBaselines, deadline));
        }
        Remediation.RemediationResult remediationResult = remediation
                .map(some -> some.mend(some.due(groups, seen.auditSnapshot()), deadline.minus(RESERVE)))
                .orElse(Remediation.RemediationResult.NOTHING);
        kept.addAll(remediationResult.kept());
        if (read.isPresent()) {
            groups.forEach(group -> remember(group, memories, warnings));
        }
        Audit audit = auditor.audit(new AuditInput(
                groups,
                seen.observation().enis(),
                seen.observation().instances(),
                seen.auditSnapshot(),
                acceptedBaselines.accepted(),
                pages.flatMap(AuditStore.Pages::rights),
                remediationResult.done(),
                kept,
                warnings,
                world.scheduler().now()));
        // Where the book could not be read, nobody knows what has changed, and writing would lose what was accepted.
        return pages.isEmpty()
                ? audit
                : new ReadinessNotifier(
                                world.book(),
                                world.eventPublisher(),
                                world.scheduler(),
                                name -> adopt(name, groups, acceptedBaselines.before(name)))
                        .close(audit, acceptedBaselines);
    }

    /// What was told of a group's membership counts from now on.
    ///
    /// @return why it could not be written; the next audit tells it again, and tries again
    private Optional<String> adopt(GroupName name, List<GroupSnapshot> groups, AuditBaseline before) {
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
            return world.groupStore().saveAttachments(name, group.get().memory(), next.enis(), next.members())
                    ? Optional.empty()
                    : Optional.of("a failover of the group is at work, or another audit");
        } catch (AwsCallException awsCallException) {
            return Optional.of(awsCallException.message());
        }
    }

    private static Kept accepted(GroupName group, AcceptedBaselines acceptedBaselines, boolean remembered) {
        Optional<String> not = unread(remembered)
                .or(() -> acceptedBaselines.knows(group)
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
    private void forget(GroupName group, Map<GroupName, GroupState> memories, List<String> warnings) {
        GroupState memory = memories.getOrDefault(group, GroupState.NONE);
        if (memory.unfinished().isPresent()
                || (memory.enis().isEmpty() && memory.members().isEmpty())) {
            return;
        }
        try {
            world.groupStore().saveAttachments(group, Map.of(), Set.of());
        } catch (AwsCallException awsCallException) {
            warnings.add(group + ", which is gone, could not be forgotten: " + awsCallException.message());
        }
    }

    private static Set<InstanceId> staged(Optional<AuditStore.Pages> pages) {
        return pages.stream()
                .flatMap(all -> all.groups().values().stream())
                .flatMap(group -> group.staged().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void verify(
            List<GroupSnapshot> groups, AcceptedBaselines acceptedBaselines, Instant deadline, List<String> warnings) {
        guests.ifPresentOrElse(
                some -> acceptedBaselines.verified(
                        some.ask(groups, acceptedBaselines.accepted(), before(deadline, ASKING), warnings)),
                acceptedBaselines::neverVerified);
    }

    private List<Kept> stage(
            List<GroupSnapshot> groups,
            List<Instance> instances,
            AcceptedBaselines acceptedBaselines,
            Instant deadline) {
        Optional<RoutingStager.Result> result = routingStager.map(
                some -> some.work(groups, instances, acceptedBaselines.accepted(), before(deadline, ASKING)));
        result.ifPresent(done -> acceptedBaselines.staged(done.staged()));
        return result.map(RoutingStager.Result::kept).orElse(List.of());
    }

    private Instant before(Instant deadline, Duration most) {
        Instant soon = world.scheduler().now().plus(most);
        Instant last = deadline.minus(RESERVE);
        return soon.isBefore(last) ? soon : last;
    }

    private Optional<AuditStore.Pages> pages(List<String> warnings) {
        try {
            return Optional.of(world.book().read());
        } catch (AwsCallException awsCallException) {
            warnings.add("what earlier audits remembered could not be read: " + awsCallException.message());
            return Optional.empty();
        }
    }

    private Optional<Map<GroupName, GroupState>> memories(List<String> warnings) {
        try {
            return Optional.of(world.groupStore().memories());
        } catch (AwsCallException awsCallException) {
            warnings.add("the memory of groups could not be read: " + awsCallException.message());
            return Optional.empty();
        }
    }

    /// The sweep does so every minute, where it runs.
    private void remember(GroupSnapshot group, Map<GroupName, GroupState> memories, List<String> warnings) {
        GroupState memory = memories.getOrDefault(group.name(), GroupState.NONE);
        AttachmentMemoryUpdate.news(group, memory).ifPresent(seen -> {
            try {
                world.groupStore().saveAttachments(group.name(), memory, seen.enis(), seen.members());
            } catch (AwsCallException awsCallException) {
                warnings.add(group.name() + " could not be remembered: " + awsCallException.message());
            }
        });
    }
}
