package enifailover.harness.simulation;

import enifailover.harness.simulation.Injection.Crash;
import enifailover.harness.simulation.Injection.Forbids;
import enifailover.harness.simulation.Injection.Hides;
import enifailover.harness.simulation.Injection.RowsAge;
import enifailover.harness.simulation.Injection.Stall;
import enifailover.harness.simulation.Injection.Trouble;
import enifailover.testkit.region.call.Attempt;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.call.RowAges;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What goes wrong with the requests of the functions, as the schedule has it.
final class Troubles {
    /// Older than any instance.
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    private final long seed;
    private final VirtualTime time;
    private final History history;
    private final Map<String, Sandbox> sandboxes = new HashMap<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Crash> crashes = new ArrayList<>();
    private final List<Stall> stalls = new ArrayList<>();
    private final List<RowsAge> ages = new ArrayList<>();
    private final List<Hides> hides = new ArrayList<>();
    private final List<Forbids> forbidden = new ArrayList<>();
    private final boolean noStatus;

    Troubles(Schedule schedule, VirtualTime time, History history) {
        this.seed = schedule.seed();
        this.time = time;
        this.history = history;
        for (Injection injection : schedule.injections()) {
            switch (injection) {
                case Trouble trouble -> troubles.add(trouble);
                case Crash crash -> crashes.add(crash);
                case Stall stall -> stalls.add(stall);
                case RowsAge rows -> ages.add(rows);
                case Hides missing -> hides.add(missing);
                case Forbids forbids -> forbidden.add(forbids);
                case Injection.Strike _,
                        Injection.Wake _,
                        Injection.Deed _,
                        Injection.Tagged _,
                        Injection.Lasts _,
                        Injection.Scaled _,
                        Injection.Twice _ -> {}
            }
        }
        this.noStatus = new Lasting(schedule).noStatus();
    }

    void know(Sandbox sandbox) {
        sandboxes.put(sandbox.name, sandbox);
    }

    /// The fault of a request, or null.
    @Nullable
    Fault of(Attempt attempt) {
        Sandbox sandbox = sandboxes.get(attempt.caller().name());
        if (sandbox == null) {
            return null;
        }
        sandbox.calls++;
        int call = sandbox.calls;
        for (Stall stall : stalls) {
            if (stall.call() == call && stall.function().equals(sandbox.name)) {
                stands(sandbox, stall);
            }
        }
        for (Crash crash : crashes) {
            if (crash.call() == call && crash.function().equals(sandbox.name)) {
                history.injected(crash.kind());
                sandbox.tell(crash::message);
                return crash.after() ? new Fault.CrashAfter() : new Fault.CrashBefore();
            }
        }
        for (Trouble trouble : troubles) {
            if (trouble.fault() != Injection.Fault.STALE && meets(trouble, attempt)) {
                history.injected(trouble.kind());
                return fault(trouble.fault(), attempt);
            }
        }
        for (Forbids one : forbidden) {
            boolean detach = attempt.action().equals("DetachNetworkInterface");
            if (detach && within(one.at(), one.until(), attempt)) {
                history.injected(one.kind());
                return new Fault.Refusal(AwsError.refused(one.code(), "This attachment cannot be ended."));
            }
        }
        return noStatus && attempt.action().equals("DescribeInstanceStatus") ? new Fault.LostBefore() : null;
    }

    /// How old single rows are, where any are.
    void rows(RowAges rows) {
        for (RowsAge one : ages) {
            rows.rule((attempt, id) -> within(one.at(), one.until(), attempt) && concerns(one.calls(), attempt)
                    ? Duration.ofMillis(Math.floorMod(mix(attempt) + 31 * id.hashCode(), one.most() + 1))
                    : Duration.ZERO);
        }
        for (Hides one : hides) {
            rows.rule((attempt, id) ->
                    id.equals(one.host()) && within(one.at(), one.until(), attempt) && concerns(one.calls(), attempt)
                            ? ALWAYS
                            : Duration.ZERO);
        }
    }

    private boolean within(int from, int until, Attempt attempt) {
        return millis() >= from
                && millis() < until
                && sandboxes.containsKey(attempt.caller().name());
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(
                Duration.between(VirtualTime.BEGINNING, time.now()).toNanos());
    }

    /// How old a read is.
    Duration age(Attempt attempt) {
        if (!sandboxes.containsKey(attempt.caller().name())) {
            return Duration.ZERO;
        }
        for (Trouble trouble : troubles) {
            if (trouble.fault() == Injection.Fault.STALE && meets(trouble, attempt)) {
                history.injected(trouble.kind());
                return Duration.ofMillis(200 + Math.floorMod(mix(attempt), 9_000));
            }
        }
        return Duration.ZERO;
    }

    private void stands(Sandbox sandbox, Stall stall) {
        history.injected(stall.kind());
        if (stall.after()) {
            sandbox.stallAfter = stall.seconds();
        } else {
            sandbox.tell(stall::message);
            sandbox.stalled = true;
            time.sleep(Duration.ofSeconds(stall.seconds()));
        }
    }

    private boolean meets(Trouble trouble, Attempt attempt) {
        long at = millis();
        return at >= trouble.at()
                && at < trouble.until()
                && concerns(trouble.calls(), attempt)
                && Math.floorMod(mix(attempt), 100) < trouble.percent();
    }

    static boolean concerns(String calls, Attempt attempt) {
        return calls.endsWith("*")
                ? attempt.permission().startsWith(calls.substring(0, calls.length() - 1))
                : attempt.permission().equals(calls);
    }

    private int mix(Attempt attempt) {
        long x = seed * 31 + attempt.number();
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return (int) (x ^ (x >>> 31));
    }

    private static Fault fault(Injection.Fault fault, Attempt attempt) {
        boolean ec2 = attempt.service().equals("ec2");
        return switch (fault) {
            case THROTTLED ->
                new Fault.Refusal(
                        ec2
                                ? new AwsError(503, "RequestLimitExceeded", "Request limit exceeded.")
                                : new AwsError(400, "ThrottlingException", "Rate exceeded"));
            case LOST_REQUEST -> new Fault.LostBefore();
            case LOST_ANSWER -> new Fault.LostAfter();
            case INTERNAL_ERROR -> Fault.internalError();
            case SLOW -> new Fault.Slow(Duration.ofSeconds(2));
            case VERY_SLOW -> new Fault.Slow(Duration.ofSeconds(6));
            case SLOW_ANSWER -> new Fault.SlowAnswer(Duration.ofSeconds(5));
            case NO_ANSWER -> new Fault.BlackHole();
            case DENIED ->
                new Fault.Refusal(
                        ec2
                                ? new AwsError(403, "UnauthorizedOperation", "You are not authorized.")
                                : new AwsError(400, "AccessDeniedException", "not authorized"));
            case STALE -> throw new IllegalArgumentException("no fault of a request");
        };
    }
}
