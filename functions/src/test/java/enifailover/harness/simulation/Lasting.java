package enifailover.harness.simulation;

import enifailover.harness.simulation.Injection.Lasts;
import enifailover.model.InstanceId;
import java.util.HashSet;
import java.util.Set;

/// What nobody mends in a schedule.
final class Lasting {
    private final Set<InstanceId> refusing = new HashSet<>();
    private final Set<InstanceId> unrouted = new HashSet<>();
    private final Set<InstanceId> unmanaged = new HashSet<>();
    private boolean noStatus;
    private final Set<InstanceId> unstopped = new HashSet<>();

    Lasting(Schedule schedule) {
        schedule.scene().extras().unmanaged().forEach(id -> unmanaged.add(new InstanceId(id)));
        for (Injection injection : schedule.injections()) {
            if (injection instanceof Lasts lasts) {
                switch (lasts.what()) {
                    case REFUSES_ATTACH -> refusing.add(new InstanceId(lasts.host()));
                    case DELIVERS_NOTHING, CANNOT_RUN, AGENT_LOST -> unrouted.add(new InstanceId(lasts.host()));
                    case NO_STATUS -> noStatus = true;
                    case REFUSES_STOP -> unstopped.add(new InstanceId(lasts.host()));
                }
            }
        }
    }

    boolean none() {
        return refusing.isEmpty() && unrouted.isEmpty() && !noStatus && unstopped.isEmpty();
    }

    /// Those that EC2 lets nothing be attached to.
    Set<InstanceId> refusing() {
        return refusing;
    }

    /// Whether its guest never verifies any routing.
    boolean unrouted(InstanceId id) {
        return unrouted.contains(id) || unmanaged.contains(id);
    }

    /// Whether EC2 never stops it.
    boolean unstopped(InstanceId id) {
        return unstopped.contains(id);
    }

    /// Whether nothing is known of any status check.
    boolean noStatus() {
        return noStatus;
    }
}
