package enifailover.flow;

import enifailover.assess.Assessment.Go;
import enifailover.assess.Assessment.Reason;
import enifailover.assess.Verdict;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.plan.Plan;
import enifailover.plan.Planner;
import enifailover.plan.Step;
import enifailover.plan.Tried;
import enifailover.port.AuditBook;
import enifailover.port.Network;
import enifailover.port.Observer;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.survey.Rights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks EC2 by `DryRun`, once an hour and for one group in turn, whether this role may move it. `DryRun` answers for
/// whoever asks, so only the failover's own role can ask; an audit reads the answer in the book. A group is asked for
/// only while it is well, so that no failover ever waits for this.
public final class RightsInTurn {
    static final Duration EVERY = Duration.ofHours(1);

    private final Observer observer;
    private final Snapshots snapshots;
    private final Network network;
    private final AuditBook book;
    private final Time time;
    private final Planner planner = new Planner();
    /// When this process last asked: a new process asks at its first sweep.
    private volatile @Nullable Instant asked;

    public RightsInTurn(Observer observer, Snapshots snapshots, Network network, AuditBook book, Time time) {
        this.observer = observer;
        this.snapshots = snapshots;
        this.network = network;
        this.book = book;
        this.time = time;
    }

    /// To be called after a sweep.
    ///
    /// @return what could not be asked or written down, in words; empty most of the time
    public Optional<String> after(Sweep.Swept swept) {
        Instant now = time.now();
        Instant last = asked;
        List<GroupName> well = swept.verdicts().entrySet().stream()
                .filter(one -> one.getValue() == Verdict.HEALTHY)
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .toList();
        boolean busy = !swept.reports().isEmpty();
        if (busy || well.isEmpty() || (last != null && now.isBefore(last.plus(EVERY)))) {
            return Optional.empty();
        }
        asked = now;
        long turn = now.getEpochSecond() / EVERY.toSeconds();
        GroupName group = well.get(Math.floorMod(turn, well.size()));
        try {
            ask(group, now).ifPresent(book::asked);
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of("what this role may do could not be asked or written down: " + refused.words());
        }
    }

    /// @return empty where nobody could take the group, so that there was nothing to ask
    private Optional<Rights> ask(GroupName name, Instant now) {
        GroupSnapshot group = snapshots.of(name, observer.look(name, Set.of()), GroupMemory.NONE);
        if (!group.together()) {
            return Optional.empty();
        }
        InstanceId active = group.holders().getFirst();
        Go failure = new Go(Reason.DRILL, Set.of(active), false, Optional.empty(), List.of());
        if (!(planner.plan(group, failure, Tried.NOTHING, now) instanceof Plan plan)) {
            return Optional.empty();
        }
        for (Step.AskRights question : plan.questions()) {
            try {
                network.rehearse(question.eni(), question.from(), question.target(), question.slot());
            } catch (Refused refused) {
                if (refused.refusal() != Refusal.DENIED) {
                    throw refused;
                }
                return Optional.of(new Rights(now, name, Optional.of(refused.words())));
            }
        }
        return Optional.of(new Rights(now, name, Optional.empty()));
    }
}
