package enifailover.simulation;

import enifailover.group.FailedAttaches;
import enifailover.port.Brake;
import enifailover.region.call.Attempt.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// The switch and the limit over all groups as one function sees them: by requests like any to the table.
///
/// @param sandbox the function
/// @param brake the one switch
record BrakeDoor(Sandbox sandbox, Brake brake) implements Brake {
    @Override
    public State read() {
        State state = sandbox.ask("dynamodb:Query", () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "Query", Kind.READ, "the brake", brake::read));
        sandbox.switchedOff = state.stop().isPresent();
        return state;
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

    @Override
    public void groups(int number) {
        var _ = write("note the number of groups", () -> {
            brake.groups(number);
            return "";
        });
    }

    @Override
    public FailedAttaches attachFailed(String zone, String attempt, Instant forgotten) {
        return write("count a failed attach in " + zone, () -> brake.attachFailed(zone, attempt, forgotten));
    }

    @Override
    public boolean stopZone(String zone, Optional<Instant> known, Instant until) {
        return write("stop moves in " + zone, () -> brake.stopZone(zone, known, until));
    }

    @Override
    public void attachSucceeded(String zone) {
        var _ = write("forget the failed attaches in " + zone, () -> {
            brake.attachSucceeded(zone);
            return "";
        });
    }

    private <T> T write(String words, Supplier<T> change) {
        return sandbox.act("dynamodb:UpdateItem", words, () -> sandbox.region()
                .request(sandbox.caller, "dynamodb", "UpdateItem", Kind.WRITE, words, change));
    }
}
