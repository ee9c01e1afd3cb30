package enifailover.plan;

import enifailover.group.InstanceId;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// What a run has tried already.
///
/// @param refused the instances that have refused the ENIs, or their routing
/// @param started the standbys that it has started, and observed running: their status checks take minutes to pass
public record Tried(Set<InstanceId> refused, Set<InstanceId> started) {
    /// Nothing yet.
    public static final Tried NOTHING = new Tried(Set.of(), Set.of());

    public Tried {
        refused = Collections.unmodifiableSet(new TreeSet<>(refused));
        started = Collections.unmodifiableSet(new TreeSet<>(started));
    }
}
