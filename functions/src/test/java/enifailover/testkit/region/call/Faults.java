package enifailover.testkit.region.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What goes wrong in a region; nothing at first. Actions are named as IAM names them, `ec2:AttachNetworkInterface`,
/// with `ec2:*` for a service and `*` for all.
public final class Faults {

    /// Decides about each request. The first rule that has an answer is obeyed.
    @FunctionalInterface
    public interface Rule {
        /// The fault, or null.
        @Nullable
        Fault of(Attempt attempt);
    }

    /// How old what a read shows may be.
    @FunctionalInterface
    public interface Staleness {
        /// Zero or more.
        Duration of(Attempt attempt);
    }

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final RowAges rows = new RowAges();
    private volatile Staleness staleness = _ -> Duration.ZERO;
    private volatile @Nullable RequestLimits limits;

    /// The most general: a rule of one's own.
    public Faults rule(Rule rule) {
        rules.add(rule);
        return this;
    }

    /// Every such request, until [#clear()].
    public Faults always(String action, Fault fault) {
        Predicate<Attempt> matches = matching(action);
        return rule(attempt -> matches.test(attempt) ? fault : null);
    }

    /// The next such requests, so many.
    public Faults next(int times, String action, Fault fault) {
        Predicate<Attempt> matches = matching(action);
        AtomicInteger left = new AtomicInteger(times);
        return rule(attempt -> matches.test(attempt) && left.getAndDecrement() > 0 ? fault : null);
    }

    /// Only the n-th such request from now.
    public Faults nth(int n, String action, Fault fault) {
        Predicate<Attempt> matches = matching(action);
        AtomicInteger seen = new AtomicInteger();
        return rule(attempt -> matches.test(attempt) && seen.incrementAndGet() == n ? fault : null);
    }

    /// Every such request sent before that moment.
    public Faults until(Instant end, String action, Fault fault) {
        Predicate<Attempt> matches = matching(action);
        return rule(attempt -> matches.test(attempt) && attempt.at().isBefore(end) ? fault : null);
    }

    /// Such requests with a probability.
    public Faults randomly(RandomGenerator random, double probability, String action, Fault fault) {
        Predicate<Attempt> matches = matching(action);
        return rule(attempt -> matches.test(attempt) && random.nextDouble() < probability ? fault : null);
    }

    /// Throttles every such request until that moment, each in its service's words.
    public Faults throttleUntil(Instant end, String action) {
        Predicate<Attempt> matches = matching(action);
        return rule(attempt -> matches.test(attempt) && attempt.at().isBefore(end)
                ? new Fault.Refusal(RequestLimits.throttled(attempt.service()))
                : null);
    }

    /// Takes a permission away.
    public Faults deny(String action) {
        denied.add(action);
        return this;
    }

    /// Gives it back.
    public Faults allow(String action) {
        denied.remove(action);
        return this;
    }

    /// Every read shows the region as it was so long ago.
    public Faults stale(Duration age) {
        return stale(_ -> age);
    }

    /// The same, decided for each read.
    public Faults stale(Staleness ages) {
        staleness = ages;
        return this;
    }

    /// How old single rows of the describes are, besides.
    public RowAges rows() {
        return rows;
    }

    /// Applies EC2's documented request limits, with full buckets.
    public Faults requestLimits() {
        limits = new RequestLimits();
        return this;
    }

    /// Takes every fault away.
    public void clear() {
        rules.clear();
        denied.clear();
        rows.clear();
        staleness = _ -> Duration.ZERO;
        limits = null;
    }

    AsOf asOf(Attempt attempt, Instant now) {
        return rows.asOf(attempt, now, attempt.reads() ? staleness.of(attempt) : Duration.ZERO);
    }

    @Nullable
    Fault of(Attempt attempt) {
        for (Rule rule : rules) {
            Fault fault = rule.of(attempt);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    boolean denies(Attempt attempt) {
        return !denied.isEmpty()
                && denied.stream().anyMatch(action -> matching(action).test(attempt));
    }

    @Nullable
    AwsError beyondLimit(Attempt attempt, Instant now) {
        RequestLimits inForce = limits;
        return inForce == null ? null : inForce.refusal(attempt, now);
    }

    static Predicate<Attempt> matching(String action) {
        if (action.equals("*")) {
            return _ -> true;
        }
        if (action.endsWith(":*")) {
            String service = action.substring(0, action.length() - 2);
            return attempt -> attempt.service().equals(service);
        }
        return attempt -> attempt.permission().equals(action);
    }
}
