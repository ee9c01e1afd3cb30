package enifailover.testkit.region.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/// How old the single rows of a describe are: one answer can show one ENI or instance as it was and another as it is.
/// Source: D, "Eventual consistency in the Amazon EC2 API". Nothing is old at first.
public final class RowAges {

    /// The age of one row in the answer to one request.
    @FunctionalInterface
    public interface Rule {
        /// Zero or more.
        ///
        /// @param attempt the request
        /// @param id of the ENI, instance or whatever the row is about
        Duration of(Attempt attempt, String id);
    }

    /// Longer than anything exists.
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    RowAges() {}

    /// The most general: a rule of one's own. Of several rules the oldest age counts.
    public RowAges rule(Rule rule) {
        rules.add(rule);
        return this;
    }

    /// The row of this thing is so old in every answer, until [#clear()].
    public RowAges stale(String id, Duration age) {
        return rule((_, other) -> other.equals(id) ? age : Duration.ZERO);
    }

    /// In every answer to an action each row is of an age of its own, from nothing to this much.
    ///
    /// @param seed makes the ages: the same ones in every run
    public RowAges apart(long seed, String action, Duration most) {
        return rule((attempt, id) -> Faults.matching(action).test(attempt)
                ? Duration.ofMillis(new SplittableRandom(seed ^ attempt.number() << 32 ^ id.hashCode())
                        .nextLong(most.toMillis() + 1))
                : Duration.ZERO);
    }

    /// Until that moment the answers to an action do not know this thing: filters do not find it, and asked for by id
    /// it is `NotFound`. Other actions may know it, as of an instance that was just launched.
    ///
    /// @param action such as `ec2:DescribeInstances`; `ec2:*` for all of EC2
    public RowAges hidden(String action, String id, Instant until) {
        return rule((attempt, other) -> other.equals(id)
                        && attempt.at().isBefore(until)
                        && Faults.matching(action).test(attempt)
                ? NEVER
                : Duration.ZERO);
    }

    /// Every row is as old as the answer again.
    public void clear() {
        rules.clear();
    }

    AsOf asOf(Attempt attempt, Instant now, Duration answer) {
        return rules.isEmpty() || !attempt.reads()
                ? AsOf.ago(now, answer)
                : AsOf.rows(now, answer, id -> oldest(attempt, id));
    }

    private Duration oldest(Attempt attempt, String id) {
        Duration oldest = Duration.ZERO;
        for (Rule rule : rules) {
            Duration age = rule.of(attempt, id);
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
        }
        return oldest;
    }
}
