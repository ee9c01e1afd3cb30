package enifailover.readiness.check;

import enifailover.assess.Assessment;
import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.RoutingCheck;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.plan.PlanResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one audit knows of one group, and what the failover would do with it now.
///
/// @param group the group
/// @param auditSnapshot what was seen beyond it
/// @param auditBaseline what was remembered of it
/// @param thresholds what it is held to
/// @param now the time of the look
/// @param present the judgement of the group as it is
/// @param proposal what the planner would do if the active failed now; empty where nothing could be planned for,
/// because the ENIs are not all on one instance or cannot be moved at all
/// @param mended what this audit has put right, so that it is not found any more
public record CheckContext(
        GroupSnapshot group,
        AuditSnapshot auditSnapshot,
        AuditBaseline auditBaseline,
        Thresholds thresholds,
        Instant now,
        Assessment present,
        Optional<PlanResult> proposal,
        Set<RemediationAction> mended) {

    /// The instance that holds the ENIs, where one holds any.
    public Optional<Instance> active() {
        return group.holders().stream().findFirst().map(group::instance);
    }

    /// What the active last said of its routing, where it was asked and is still the active.
    public Optional<RoutingCheck> verified() {
        return auditBaseline.verified().filter(last -> active().map(Instance::id)
                .equals(Optional.of(last.on())));
    }

    /// The members that hold none of the ENIs.
    public List<Member> standbys() {
        Set<InstanceId> holders = group.holders();
        return group.members().stream()
                .filter(member -> !holders.contains(member.id()))
                .toList();
    }

    /// The standbys that run: what needs a running guest can be asked of them only.
    public List<Instance> runningStandbys() {
        return standbys().stream()
                .map(Member::instance)
                .filter(standby -> standby.state() == InstanceState.RUNNING)
                .toList();
    }

    /// How bad it is when a standby is unfit: the failover would not work, unless another is fit.
    public Severity ofAStandby() {
        return proposal.isPresent() && proposal.get() instanceof PlanResult.NoStandby
                ? Severity.BLOCKER
                : Severity.WARNING;
    }

    /// The present traits of an ENI.
    Optional<EniTraits> traits(Eni eni) {
        return Optional.ofNullable(auditSnapshot.traits().get(eni.id()));
    }

    /// The traits it was accepted with.
    Optional<EniTraits> acceptedTraits(Eni eni) {
        return Optional.ofNullable(auditBaseline.traits().get(eni.id()));
    }
}
