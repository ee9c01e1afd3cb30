package enifailover.flow;

import enifailover.port.Keeper;
import enifailover.port.Network;
import enifailover.port.Refusal;
import enifailover.port.Refused;
import enifailover.port.Time;
import enifailover.readiness.Audit.Kept;
import enifailover.readiness.Correction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts right what an audit may put right, one change at a time, until its time is up; the next audit goes on.
public final class Mending {
    private final Network network;
    private final Keeper keeper;
    private final Time time;

    /// What became of it.
    ///
    /// @param done what was put right
    /// @param kept each change in words, and what was refused
    record Mended(Set<Correction> done, List<Kept> kept) {
        static final Mended NOTHING = new Mended(Set.of(), List.of());
    }

    public Mending(Network network, Keeper keeper, Time time) {
        this.network = network;
        this.keeper = keeper;
        this.time = time;
    }

    /// @param until when to stop, so that there is time for the report
    Mended mend(List<Correction> due, Instant until) {
        Set<Correction> done = new HashSet<>();
        List<Kept> kept = new ArrayList<>();
        // A kind that the role may not do is asked for once, not a thousand times.
        Set<Class<? extends Correction>> denied = new HashSet<>();
        int later = 0;
        for (Correction correction : due) {
            if (denied.contains(correction.getClass())) {
                continue;
            }
            if (!time.now().isBefore(until)) {
                later++;
                continue;
            }
            try {
                if (make(correction)) {
                    done.add(correction);
                    kept.add(new Kept(correction.words(), Optional.empty()));
                }
            } catch (Refused refused) {
                kept.add(new Kept(correction.words(), Optional.of(refused.words())));
                if (refused.refusal() == Refusal.DENIED) {
                    denied.add(correction.getClass());
                }
            }
        }
        if (later > 0) {
            kept.add(new Kept(later + " more", Optional.of("the time was up; the next audit goes on")));
        }
        return new Mended(done, kept);
    }

    private boolean make(Correction correction) {
        return switch (correction) {
            case Correction.KeepEni(var eni, var attachment) -> {
                network.keepOnTermination(eni, attachment);
                yield true;
            }
            case Correction.MakeAlarm(var instance, var check) -> {
                keeper.alarm(instance, check);
                yield true;
            }
            case Correction.RemoveAlarm(var alarm) -> keeper.remove(alarm);
        };
    }
}
