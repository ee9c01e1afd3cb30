package enifailover.readiness;

import enifailover.assess.Assessment;
import enifailover.group.Eni;
import enifailover.group.Finding.Severity;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Member;
import enifailover.plan.Proposal;
import enifailover.survey.Accepted;
import enifailover.survey.EniTraits;
import enifailover.survey.Survey;
import enifailover.survey.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one audit knows of one group, and what the failover would do with it now.
///
/// @param group the group
/// @param survey what was seen beyond it
/// @param accepted what was remembered of it
/// @param standards what it is held to
/// @param now the time of the look
/// @param present the judgement of the group as it is
/// @param proposal what the planner would do if the active failed now; empty where nothing could be planned for,
/// because the ENIs are not all on one instance or cannot be moved at all
/// @param mended what this audit has put right, so that it is not found any more
record Ground(
        GroupSnapshot group,
        Survey survey,
        Accepted accepted,
        Standards standards,
        Instant now,
        Assessment present,
        Optional<Proposal> proposal,
        Set<Correction> mended) {

    /// The instance that holds the ENIs, where one holds any.
    Optional<Instance> active() {
        return group.holders().stream().findFirst().map(group::instance);
    }

    /// What the active last said of its routing, where it was asked and is still the active.
    Optional<Verified> verified() {
        return accepted.verified().filter(last -> active().map(Instance::id).equals(Optional.of(last.on())));
    }

    /// The members that hold none of the ENIs.
    List<Member> standbys() {
        Set<InstanceId> holders = group.holders();
        return group.members().stream()
                .filter(member -> !holders.contains(member.id()))
                .toList();
    }

    /// The standbys that run: what needs a running guest can be asked of them only.
    List<Instance> runningStandbys() {
        return standbys().stream()
                .map(Member::instance)
                .filter(standby -> standby.state() == InstanceState.RUNNING)
                .toList();
    }

    /// How bad it is when a standby is unfit: the failover would not work, unless another is fit.
    Severity ofAStandby() {
        return proposal.isPresent() && proposal.get() instanceof Proposal.NoStandby
                ? Severity.BLOCKER
                : Severity.WARNING;
    }

    /// The present traits of an ENI.
    Optional<EniTraits> traits(Eni eni) {
        return Optional.ofNullable(survey.traits().get(eni.id()));
    }

    /// The traits it was accepted with.
    Optional<EniTraits> acceptedTraits(Eni eni) {
        return Optional.ofNullable(accepted.traits().get(eni.id()));
    }
}
