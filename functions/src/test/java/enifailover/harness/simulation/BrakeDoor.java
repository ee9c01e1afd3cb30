package enifailover.harness.simulation;

import enifailover.model.group.FailedAttaches;
import enifailover.port.AutomationSwitch;
import enifailover.port.AwsCallException;
import enifailover.testkit.region.call.Attempt.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The switch and the limit over all groups as one function sees them: by requests like any to the table.
///
/// @param sandbox the function
/// @param automationSwitch the one switch
/// @param laws told of what happens, whether its answer arrives or not
record BrakeDoor(Sandbox sandbox, AutomationSwitch automationSwitch, BrakeLaws laws) implements AutomationSwitch {
    @Override
    public State read() {
        State state;
        try {
            state = sandbox.ask("dynamodb:Query", () -> sandbox.region()
                    .request(sandbox.caller, "dynamodb", "Query", Kind.READ, "the brake", automationSwitch::read));
        } catch (AwsCallException awsCallException) {
            laws.reads(sandbox, Map.of());
            throw awsCallException;
        }
        sandbox.switchedOff = state.stop().isPresent();
        if (sandbox.switchedOff && sandbox.switchedOffSince.equals(Instant.MAX)) {
            sandbox.switchedOffSince = sandbox.scheduler.now();
        }
        laws.reads(sandbox, state.zones());
        return state;
    }

    @Override
    public void stop(KillSwitch killSwitch) {
        throw new UnsupportedOperationException("a person turns it");
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException("a person turns it");
    }

    @Override
    public Admission admit(String run, Limit limit) {
        return write("count a failover", () -> {
            Admission given = automationSwitch.admit(run, limit);
            if (given instanceof Admitted) {
                laws.admitted(sandbox, run);
            }
            return given;
        });
    }

    @Override
    public void giveBack(String run, Limit limit) {
        var _ = write("give a count back", () -> {
            automationSwitch.giveBack(run, limit);
            laws.givenBack(run);
            return "";
        });
    }

    @Override
    public void groups(int number) {
        var _ = write("note the number of groups", () -> {
            automationSwitch.groups(number);
            return "";
        });
    }

    @Override
    public FailedAttaches attachFailed(String zone, String attempt, Instant forgotten) {
        return write("count a failed attach in " + zone, () -> {
            laws.attachFailed();
            return automationSwitch.attachFailed(zone, attempt, forgotten);
        });
    }

    @Override
    public boolean stopZone(String zone, Optional<Instant> known, Instant until) {
        boolean first = write("stop moves in " + zone, () -> automationSwitch.stopZone(zone, known, until));
        if (first) {
            laws.tries(sandbox);
        }
        return first;
    }

    @Override
    public void attachSucceeded(String zone) {
        var _ = write("forget the failed attaches in " + zone, () -> {
            automationSwitch.attachSucceeded(zone);
            return "";
        });
    }

    private <T> T write(String message, Supplier<T> change) {
        try {
            return sandbox.act("dynamodb:UpdateItem", message, () -> sandbox.region()
                    .request(sandbox.caller, "dynamodb", "UpdateItem", Kind.WRITE, message, change));
        } catch (AwsCallException awsCallException) {
            laws.unanswered(sandbox);
            throw awsCallException;
        }
    }
}
