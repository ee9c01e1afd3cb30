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

/// One audit: read, remedy what may be remedied, check each group with the failover's planner, report changes, store.
/// It takes no lease and moves nothing.
public final class ReadinessAudit {
    /// The time that is kept for the checks and the report.
    private static final Duration RESERVE = Duration.ofSeconds(60);
    /// The most time for verifying routing, and for staging.
    private static final Duration ASKING = Duration.ofSeconds(60);

    private final World world;
    private final Auditor auditor;
    private final Optional<Remediation> remediation;
    private final Optional<RoutingVerifier> guests;
    private final Optional<RoutingStager> routingStager;

    public record World(
            AuditReader auditReader,
            GroupStore groupStore,
            AuditStore book,
            GroupSnapshots groupSnapshots,
            EventPublisher eventPublisher,
            Scheduler scheduler) {}

    /// @param remediation empty with `ReportOnly`
    /// @param guests empty without `VerifyRouting`
    /// @param routingStager empty with `ReportOnly`
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
    /// @param accept a group whose present state a person accepts
    /// @param deadline when Lambda ends the function
    /// @throws AwsCallException when ENIs or instances could not be read: that must not look like "no findings"
    public Audit run(Optional<GroupName> accept, Instant deadline) {
        return run(accept, false, deadline);
    }

    /// Audits every group, and deletes the records of all groups that no longer exist.
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
                    "deleted the records of groups that no longer exist: "
                            + acceptedBaselines.forgotten().size(),
                    unread(pages.isPresent())));
        }
        acceptedBaselines.forgotten().forEach(group -> forget(group, memories, warnings));
        // Without the stored records, nothing could be stored either.
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
        // Without the stored records, changes are unknown, and a write would lose what was accepted.
        return pages.isEmpty()
                ? audit
                : new ReadinessNotifier(
                                world.book(),
                                world.eventPublisher(),
                                world.scheduler(),
                                name -> adopt(name, groups, acceptedBaselines.before(name)))
                        .close(audit, acceptedBaselines);
    }

    /// Adopts the reported changes of a group's members and ENIs.
    ///
    /// @return why it could not be written; the next audit reports and tries it again
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
                    : Optional.of("a failover of the group or another audit is running");
        } catch (AwsCallException awsCallException) {
            return Optional.of(awsCallException.message());
        }
    }

    private static Kept accepted(GroupName group, AcceptedBaselines acceptedBaselines, boolean remembered) {
        Optional<String> not = unread(remembered)
                .or(() -> acceptedBaselines.knows(group)
                        ? Optional.empty()
                        : Optional.of("there is no group with this name"));
        return new Kept("accepted the present state of group " + group, not);
    }

    private static Optional<String> unread(boolean remembered) {
        return remembered
                ? Optional.empty()
                : Optional.of("the records of earlier audits could not be read; try again");
    }

    /// Deletes the saved attachment data and the adopted members, unless a move is open.
    private void forget(GroupName group, Map<GroupName, GroupState> memories, List<String> warnings) {
        GroupState memory = memories.getOrDefault(group, GroupState.NONE);
        if (memory.unfinished().isPresent()
                || (memory.enis().isEmpty() && memory.members().isEmpty())) {
            return;
        }
        try {
            world.groupStore().saveAttachments(group, Map.of(), Set.of());
        } catch (AwsCallException awsCallException) {
            warnings.add("the record of " + group + ", which no longer exists, could not be deleted: "
                    + awsCallException.message());
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
            warnings.add("the records of earlier audits could not be read: " + awsCallException.message());
            return Optional.empty();
        }
    }

    private Optional<Map<GroupName, GroupState>> memories(List<String> warnings) {
        try {
            return Optional.of(world.groupStore().memories());
        } catch (AwsCallException awsCallException) {
            warnings.add("the saved state of the groups could not be read: " + awsCallException.message());
            return Optional.empty();
        }
    }

    /// The sweep does the same every minute.
    private void remember(GroupSnapshot group, Map<GroupName, GroupState> memories, List<String> warnings) {
        GroupState memory = memories.getOrDefault(group.name(), GroupState.NONE);
        AttachmentMemoryUpdate.news(group, memory).ifPresent(seen -> {
            try {
                world.groupStore().saveAttachments(group.name(), memory, seen.enis(), seen.members());
            } catch (AwsCallException awsCallException) {
                warnings.add("the state of " + group.name() + " could not be saved: " + awsCallException.message());
            }
        });
    }
}
