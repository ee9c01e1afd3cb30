package enifailover.flow;

import enifailover.group.EniMemory;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.Move;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.Sight;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Looks at a group under its lease, with patience for an EC2 that is busy, and none for a missing permission.
public final class Lookout {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /// What is left for the report when EC2 never answers.
    private static final Duration RESERVE = Duration.ofSeconds(10);

    private final Observer observer;
    private final Snapshots snapshots;
    private final Time time;

    public Lookout(Observer observer, Snapshots snapshots, Time time) {
        this.observer = observer;
        this.snapshots = snapshots;
        this.time = time;
    }

    /// @return what is there now; empty when EC2 could not be asked, which is then in the chronicle
    Optional<GroupSnapshot> observe(Run run) {
        Set<InstanceId> also = new LinkedHashSet<>();
        run.memory.unfinished().flatMap(Move::from).ifPresent(also::add);
        run.memory.unfinished().map(Move::to).ifPresent(also::add);
        run.memory.enis().values().stream().map(EniMemory::holder).forEach(also::add);
        run.intent.trigger().instance().ifPresent(also::add);
        Duration pause = FIRST_PAUSE;
        Instant last = run.deadline.minus(RESERVE);
        while (true) {
            try {
                run.guard.check();
                Sight sight = observer.look(run.group, also);
                GroupSnapshot snapshot = snapshots.of(run.group, sight, run.memory);
                run.chronicle.saw(snapshot, sight.warnings());
                return Optional.of(snapshot);
            } catch (Refused refused) {
                if (!refused.refusal().passing() || !time.now().plus(pause).isBefore(last)) {
                    run.chronicle.noted("the group could not be seen: " + refused.words());
                    return Optional.empty();
                }
                time.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }
}
