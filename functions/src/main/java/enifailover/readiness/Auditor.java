package enifailover.readiness;

import enifailover.assess.Adoption;
import enifailover.assess.Assessment;
import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Assessment.Stay;
import enifailover.assess.Assessor;
import enifailover.assess.AutomaticLimit;
import enifailover.assess.Settings;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.group.Attachment;
import enifailover.group.AttachmentAttributes;
import enifailover.group.Eni;
import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.plan.Plan;
import enifailover.plan.Planner;
import enifailover.plan.Proposal;
import enifailover.plan.Tried;
import enifailover.readiness.Audit.Kept;
import enifailover.survey.Accepted;
import enifailover.survey.Accepted.LastAudit;
import enifailover.survey.Rights;
import enifailover.survey.Survey;
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

/// Judges everything that an audit saw.
public final class Auditor {
    private static final Comparator<GroupAudit> WORST_FIRST = Comparator.comparing(GroupAudit::ready)
            .thenComparing(Comparator.comparing((GroupAudit group) -> group.count(Severity.BLOCKER))
                    .reversed())
            .thenComparing(Comparator.comparing((GroupAudit group) -> group.count(Severity.WARNING))
                    .reversed())
            .thenComparing(GroupAudit::group);

    private final GroupTags tags;
    private final Standards standards;
    private final AutomaticLimit limit;
    private final Planner planner = new Planner();
    private final Assessor assessor = new Assessor(new Settings(Duration.ZERO, false));

    /// Where the deployment sets no limit of its own.
    public Auditor(GroupTags tags, Standards standards) {
        this(tags, standards, new AutomaticLimit.ByDefault());
    }

    /// @param limit of automatic failovers, as the deployment sets it
    public Auditor(GroupTags tags, Standards standards, AutomaticLimit limit) {
        this.tags = tags;
        this.standards = standards;
        this.limit = limit;
    }

    /// Everything that was seen, remembered and done.
    ///
    /// @param groups every group
    /// @param enis every ENI with a tag of ours, also one that belongs to no group
    /// @param instances every member and holder
    /// @param survey what was seen beyond them
    /// @param accepted what was remembered, by group
    /// @param rights what the failover's role was last told by `DryRun`
    /// @param mended what was put right in this audit
    /// @param kept the same in words, with what was refused
    /// @param warnings what could not be seen
    /// @param now the time of the look
    public record Material(
            List<GroupSnapshot> groups,
            List<Eni> enis,
            List<Instance> instances,
            Survey survey,
            Map<GroupName, Accepted> accepted,
            Optional<Rights> rights,
            Set<Correction> mended,
            List<Kept> kept,
            List<String> warnings,
            Instant now) {}

    /// What is wrong, and what was put right.
    public Audit audit(Material seen) {
        List<Finding> deployment = new ArrayList<>(Machinery.of(seen.survey()));
        deployment.addAll(RightsAsked.of(seen.rights(), standards, seen.now()));
        deployment.addAll(DocumentSound.of(seen.survey()));
        deployment.addAll(NotSeen.of(seen.survey(), seen.warnings()));
        Set<GroupName> names = seen.groups().stream().map(GroupSnapshot::name).collect(Collectors.toUnmodifiableSet());
        deployment.addAll(Strays.of(tags, seen.enis(), seen.instances(), names, seen.accepted()));
        deployment.addAll(StagedLeft.of(seen.groups(), seen.accepted()));
        deployment.addAll(RolesNarrowed.of(standards));
        if (!standards.stages()) {
            deployment.addAll(StagedLeft.whereNobodyKeepsIt(seen.accepted()));
        }
        boolean blocked = deployment.stream().anyMatch(one -> one.severity() == Severity.BLOCKER);
        List<Ground> grounds =
                seen.groups().stream().map(group -> ground(group, seen)).toList();
        Map<GroupName, List<Finding>> capacity = new Capacity(planner, seen.now()).look(grounds);
        Map<GroupName, List<Finding>> fences = FenceIsShared.look(seen.groups(), seen.now());
        List<GroupAudit> groups = new ArrayList<>();
        for (Ground ground : grounds) {
            List<Finding> findings = new ArrayList<>(GroupChecks.look(ground));
            findings.addAll(capacity.getOrDefault(ground.group().name(), List.of()));
            findings.addAll(fences.getOrDefault(ground.group().name(), List.of()));
            groups.add(audit(ground, findings, blocked));
        }
        return new Audit(
                groups.stream().sorted(WORST_FIRST).toList(),
                deployment.stream().distinct().sorted(GroupChecks.WORST_FIRST).toList(),
                seen.kept(),
                seen.now(),
                Set.of(),
                Set.of(),
                limit.words(seen.groups().size()));
    }

    private static GroupAudit audit(Ground ground, List<Finding> findings, boolean blocked) {
        Optional<InstanceId> next = ground.proposal()
                .flatMap(proposal -> proposal instanceof Plan plan ? Optional.of(plan.target()) : Optional.empty());
        boolean ready = !blocked && findings.stream().noneMatch(one -> one.severity() == Severity.BLOCKER);
        return new GroupAudit(
                ground.group().name(),
                ready,
                ground.active().map(Instance::id).filter(id -> ground.group().together()),
                next,
                findings.stream().sorted(GroupChecks.WORST_FIRST).toList(),
                changes(ground, next),
                Adoption.missing(ground.group()),
                ground.accepted().drilledAt());
    }

    private static List<String> changes(Ground ground, Optional<InstanceId> next) {
        Set<String> missingBefore = ground.accepted().missing();
        List<String> changes =
                new ArrayList<>(Adoption.changes(ground.group(), Adoption.next(ground.group(), missingBefore)));
        Optional<InstanceId> before = ground.accepted().last().flatMap(LastAudit::next);
        if (before.isPresent() && next.isPresent() && !before.equals(next)) {
            changes.add("the next standby is " + next.get() + ", it was " + before.get());
        }
        return List.copyOf(changes);
    }

    private Ground ground(GroupSnapshot group, Material seen) {
        Assessment present = assessor.observed(group, Trigger.SWEEP, seen.now());
        return new Ground(
                group,
                seen.survey(),
                seen.accepted().getOrDefault(group.name(), Accepted.NOTHING),
                standards,
                seen.now(),
                present,
                proposal(group, present, seen.now()),
                seen.mended());
    }

    /// What would be done if the active failed now. Where the ENIs are scattered, or can never be moved, there is
    /// no such question.
    private Optional<Proposal> proposal(GroupSnapshot group, Assessment present, Instant now) {
        boolean fixed = present instanceof Stay stay
                && (stay.verdict() == Verdict.NO_STANDBY || stay.verdict() == Verdict.NO_GROUP);
        if (fixed || !group.together()) {
            return Optional.empty();
        }
        InstanceId active = group.holders().getFirst();
        Go failure = new Go(Reason.FAILURE, Set.of(active), false, Optional.empty(), List.of("assumed"));
        return Optional.of(planner.plan(outliving(group), failure, Tried.NOTHING, now));
    }

    /// Without the flag that [OutlivesHolder] tells of: the planner would only warn of it too.
    private static GroupSnapshot outliving(GroupSnapshot group) {
        return new GroupSnapshot(
                group.name(),
                group.policy(),
                group.enis().stream().map(Auditor::outliving).toList(),
                group.members(),
                group.newcomers(),
                group.strangers(),
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
                    a.slot(),
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
