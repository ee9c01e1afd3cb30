package enifailover.readiness.audit;

import enifailover.assess.Adoption;
import enifailover.assess.Assessment;
import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.AssessmentSettings;
import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditBaseline.LastAudit;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.plan.Plan;
import enifailover.plan.PlanResult;
import enifailover.plan.Planner;
import enifailover.plan.TargetExclusions;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.Audit.Kept;
import enifailover.readiness.check.CheckContext;
import enifailover.readiness.check.DataUnavailable;
import enifailover.readiness.check.GroupAudit;
import enifailover.readiness.check.RemediationAction;
import enifailover.readiness.check.Thresholds;
import enifailover.readiness.deployment.DeploymentChecks;
import enifailover.readiness.deployment.OrphanedTags;
import enifailover.readiness.deployment.PermissionsVerified;
import enifailover.readiness.deployment.RolesNarrowed;
import enifailover.readiness.deployment.SsmDocumentCurrent;
import enifailover.readiness.guest.StaleStagedFiles;
import enifailover.readiness.standby.SharedActiveFence;
import enifailover.tag.GroupTags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Gives the findings of everything that an audit read.
public final class Auditor {
    private static final Comparator<GroupAudit> WORST_FIRST = Comparator.comparing(GroupAudit::ready)
            .thenComparing(Comparator.comparing((GroupAudit group) -> group.count(Severity.BLOCKER))
                    .reversed())
            .thenComparing(Comparator.comparing((GroupAudit group) -> group.count(Severity.WARNING))
                    .reversed())
            .thenComparing(GroupAudit::group);

    private final GroupTags tags;
    private final Thresholds thresholds;
    private final AutomaticLimit limit;
    private final Planner planner = new Planner();
    private final Assessor assessor = new Assessor(new AssessmentSettings(Duration.ZERO, false));

    /// With the default limit of automatic failovers.
    public Auditor(GroupTags tags, Thresholds thresholds) {
        this(tags, thresholds, new AutomaticLimit.ByDefault());
    }

    /// @param limit the limit of automatic failovers
    public Auditor(GroupTags tags, Thresholds thresholds, AutomaticLimit limit) {
        this.tags = tags;
        this.thresholds = thresholds;
        this.limit = limit;
    }

    /// Everything that was read, stored earlier, and remedied.
    ///
    /// @param groups every group
    /// @param enis every ENI with a tag of this program, also one without a group
    /// @param instances every member and holder
    /// @param auditSnapshot the other data
    /// @param accepted what earlier audits stored, by group
    /// @param rights the failover's last check of its permissions by `DryRun`
    /// @param mended the remediations of this audit
    /// @param kept the same as text, with those that failed
    /// @param warnings what could not be read
    /// @param now when EC2 was read
    public record AuditInput(
            List<GroupSnapshot> groups,
            List<Eni> enis,
            List<Instance> instances,
            AuditSnapshot auditSnapshot,
            Map<GroupName, AuditBaseline> accepted,
            Optional<PermissionCheck> rights,
            Set<RemediationAction> mended,
            List<Kept> kept,
            List<String> warnings,
            Instant now) {}

    public Audit audit(AuditInput seen) {
        List<Finding> deployment = new ArrayList<>(DeploymentChecks.of(seen.auditSnapshot()));
        deployment.addAll(PermissionsVerified.of(seen.rights(), thresholds, seen.now()));
        deployment.addAll(SsmDocumentCurrent.of(seen.auditSnapshot()));
        deployment.addAll(DataUnavailable.of(seen.auditSnapshot(), seen.warnings()));
        Set<GroupName> names = seen.groups().stream().map(GroupSnapshot::name).collect(Collectors.toUnmodifiableSet());
        deployment.addAll(OrphanedTags.of(tags, seen.enis(), seen.instances(), names, seen.accepted()));
        deployment.addAll(StaleStagedFiles.of(seen.groups(), seen.accepted()));
        deployment.addAll(RolesNarrowed.of(thresholds));
        if (!thresholds.stages()) {
            deployment.addAll(StaleStagedFiles.whereNobodyKeepsIt(seen.accepted()));
        }
        boolean blocked = deployment.stream().anyMatch(one -> one.severity() == Severity.BLOCKER);
        List<CheckContext> grounds =
                seen.groups().stream().map(group -> ground(group, seen)).toList();
        Map<GroupName, List<Finding>> capacity = new StandbyCapacity(planner, seen.now()).look(grounds);
        Map<GroupName, List<Finding>> fences = SharedActiveFence.look(seen.groups(), seen.now());
        List<GroupAudit> groups = new ArrayList<>();
        for (CheckContext checkContext : grounds) {
            List<Finding> findings = new ArrayList<>(GroupChecks.look(checkContext));
            findings.addAll(capacity.getOrDefault(checkContext.group().name(), List.of()));
            findings.addAll(fences.getOrDefault(checkContext.group().name(), List.of()));
            groups.add(audit(checkContext, findings, blocked));
        }
        return new Audit(
                groups.stream().sorted(WORST_FIRST).toList(),
                deployment.stream().distinct().sorted(GroupChecks.WORST_FIRST).toList(),
                seen.kept(),
                seen.now(),
                Set.of(),
                Set.of(),
                limit.message(seen.groups().size()));
    }

    private static GroupAudit audit(CheckContext checkContext, List<Finding> findings, boolean blocked) {
        Optional<InstanceId> next = checkContext
                .proposal()
                .flatMap(planResult -> planResult instanceof Plan plan ? Optional.of(plan.target()) : Optional.empty());
        boolean ready = !blocked && findings.stream().noneMatch(one -> one.severity() == Severity.BLOCKER);
        return new GroupAudit(
                checkContext.group().name(),
                ready,
                checkContext.active().map(Instance::id).filter(id -> checkContext
                        .group()
                        .onOneInstance()),
                next,
                findings.stream().sorted(GroupChecks.WORST_FIRST).toList(),
                changes(checkContext, next),
                Adoption.missing(checkContext.group()),
                checkContext.auditBaseline().drilledAt());
    }

    private static List<String> changes(CheckContext checkContext, Optional<InstanceId> next) {
        Set<String> missingBefore = checkContext.auditBaseline().missing();
        List<String> changes = new ArrayList<>(
                Adoption.changes(checkContext.group(), Adoption.next(checkContext.group(), missingBefore)));
        Optional<InstanceId> before = checkContext.auditBaseline().last().flatMap(LastAudit::next);
        if (before.isPresent() && next.isPresent() && !before.equals(next)) {
            changes.add("the next standby is " + next.get() + "; it was " + before.get());
        }
        return List.copyOf(changes);
    }

    private CheckContext ground(GroupSnapshot group, AuditInput seen) {
        Assessment present = assessor.observed(group, Trigger.SWEEP, seen.now());
        return new CheckContext(
                group,
                seen.auditSnapshot(),
                seen.accepted().getOrDefault(group.name(), AuditBaseline.NOTHING),
                thresholds,
                seen.now(),
                present,
                proposal(group, present, seen.now()),
                seen.mended());
    }

    /// The plan if the active failed now; empty where the ENIs are not on one instance or cannot be moved.
    private Optional<PlanResult> proposal(GroupSnapshot group, Assessment present, Instant now) {
        boolean fixed = present instanceof NoAction noAction
                && (noAction.verdict() == Verdict.NO_STANDBY || noAction.verdict() == Verdict.NO_GROUP);
        if (fixed || !group.onOneInstance()) {
            return Optional.empty();
        }
        InstanceId active = group.holders().getFirst();
        MoveRequired failure =
                new MoveRequired(Reason.FAILURE, Set.of(active), false, Optional.empty(), List.of("assumed"));
        return Optional.of(planner.plan(outliving(group), failure, TargetExclusions.NOTHING, now));
    }

    /// Without `DeleteOnTermination`, which [DeleteOnTerminationOff] reports already.
    private static GroupSnapshot outliving(GroupSnapshot group) {
        return new GroupSnapshot(
                group.name(),
                group.policy(),
                group.enis().stream().map(Auditor::outliving).toList(),
                group.members(),
                group.newcomers(),
                group.nonMembers(),
                group.memory(),
                group.findings(),
                group.observedAt());
    }

    private static Eni outliving(Eni e) {
        Optional<Attachment> attachment = e.attachment().map(a -> {
            AttachmentAttributes had = a.attributes();
            return new Attachment(
                    a.id(),
                    a.holder(),
                    a.devicePosition(),
                    a.status(),
                    new AttachmentAttributes(false, had.enaQueueCount(), had.enaSrd(), had.enaSrdUdp()));
        });
        return new Eni(
                e.id(),
                e.mac(),
                e.availabilityZone(),
                e.vpcId(),
                e.subnetId(),
                e.available(),
                e.movable(),
                attachment,
                e.addresses(),
                e.publicIpv4(),
                e.tags());
    }
}
