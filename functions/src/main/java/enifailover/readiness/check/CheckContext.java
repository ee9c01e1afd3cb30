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

/// What one audit knows of one group, and the failover's plan for it now.
///
/// @param group the group
/// @param auditSnapshot the other data that the audit read
/// @param auditBaseline what earlier audits accepted
/// @param thresholds the limits of the checks
/// @param now when the audit read EC2
/// @param present the assessment of the group as it is
/// @param proposal the planner's result if the active failed now; empty where the ENIs are not all on one instance or
/// cannot be moved
/// @param mended what this audit has remedied: no finding any more
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

    /// The last result of the routing script's `verify` on the instance that is the active now.
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

    /// The standbys that are `running`.
    public List<Instance> runningStandbys() {
        return standbys().stream()
                .map(Member::instance)
                .filter(standby -> standby.state() == InstanceState.RUNNING)
                .toList();
    }

    /// The severity of a fault of one standby: a blocker where no other standby is available.
    public Severity ofAStandby() {
        return proposal.isPresent() && proposal.get() instanceof PlanResult.NoStandby
                ? Severity.BLOCKER
                : Severity.WARNING;
    }

    Optional<EniTraits> traits(Eni eni) {
        return Optional.ofNullable(auditSnapshot.traits().get(eni.id()));
    }

    Optional<EniTraits> acceptedTraits(Eni eni) {
        return Optional.ofNullable(auditBaseline.traits().get(eni.id()));
    }
}
