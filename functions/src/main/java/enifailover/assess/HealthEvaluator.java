package enifailover.assess;

import enifailover.assess.HealthResult.Health;
import enifailover.event.Cause;
import enifailover.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Evaluates the health of an instance by its state and status checks, not by what an event said.
public final class HealthEvaluator {
    /// How long a check must have failed before the sweep alone acts on it: one period of the metric that an alarm
    /// would wait for. An alarm or a Health issue has waited already.
    static final Duration GRACE = Duration.ofMinutes(1);

    private HealthEvaluator() {}

    /// @param instance what was observed
    /// @param trigger why it is evaluated
    /// @param now the time of the observation
    public static HealthResult judge(Instance instance, Trigger trigger, Instant now) {
        String who = instance.id() + " is " + instance.state().word();
        return switch (instance.state()) {
            case STOPPING, STOPPED, SHUTTING_DOWN, TERMINATED -> new HealthResult(Health.FAILED, who);
            case GONE -> new HealthResult(Health.FAILED, instance.id() + " no longer exists in EC2");
            case PENDING -> new HealthResult(Health.UNCLEAR, who + ": it is starting");
            case UNKNOWN -> new HealthResult(Health.UNCLEAR, instance.id() + " is in an unknown state");
            case RUNNING -> running(instance, trigger, now);
        };
    }

    private static HealthResult running(Instance instance, Trigger trigger, Instant now) {
        String who = instance.id() + " is running, status checks: "
                + instance.checks().message();
        List<String> impaired = instance.checks().impaired();
        if (impaired.isEmpty()) {
            return new HealthResult(instance.checks().passed() ? Health.WELL : Health.UNCLEAR, who);
        }
        Optional<Instant> since = instance.checks().impairedSince();
        boolean young = since.isPresent() && Duration.between(since.get(), now).compareTo(GRACE) < 0;
        if (young && !vouchedFor(instance, trigger)) {
            return new HealthResult(Health.UNCLEAR, who + " for less than " + GRACE.toSeconds() + " s");
        }
        return new HealthResult(Health.FAILED, who);
    }

    /// An alarm or AWS Health reports a failure of this instance.
    private static boolean vouchedFor(Instance instance, Trigger trigger) {
        boolean sameInstance =
                trigger.instance().isPresent() && trigger.instance().get().equals(instance.id());
        return sameInstance
                && (trigger.cause() == Cause.STATUS_CHECK
                        || trigger.cause() == Cause.HEALTH_ISSUE
                        || trigger.cause() == Cause.RECOVERY_FAILED);
    }
}
