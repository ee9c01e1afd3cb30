package enifailover.simulation;

import enifailover.port.Brake;
import enifailover.region.call.Attempt.Kind;
import java.util.Optional;

/// The switch and the limit over all groups as one function sees them: by requests like any to the table.
///
/// @param sandbox the function
/// @param brake the one switch
record BrakeDoor(Sandbox sandbox, Brake brake) implements Brake {
    @Override
    public Optional<Stop> stopped() {
        Optional<Stop> stop = sandbox.ask("dynamodb:GetItem", () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "GetItem", Kind.READ, "the switch", brake::stopped));
        sandbox.switchedOff = stop.isPresent();
        return stop;
    }

    @Override
    public void stop(Stop stop) {
        throw new UnsupportedOperationException("a person turns it");
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException("a person turns it");
    }

    @Override
    public Admission admit(String run, Limit limit) {
        return sandbox.act("dynamodb:UpdateItem", "count a failover", () -> sandbox.region()
                .request(
                        sandbox.caller,
                        "dynamodb",
                        "UpdateItem",
                        Kind.WRITE,
                        "the limit",
                        () -> brake.admit(run, limit)));
    }

    @Override
    public void giveBack(String run, Limit limit) {
        sandbox.act("dynamodb:UpdateItem", "give a count back", () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "UpdateItem", Kind.WRITE, "the limit", () -> {
                    brake.giveBack(run, limit);
                    return "";
                }));
    }
}
