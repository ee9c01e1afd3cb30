package enifailover.execute;

import java.time.Duration;

/// How often a wait looks: not before its end can come, densely where the end commonly comes, sparsely later, and much
/// more sparsely once EC2 said that there are too many requests. Counted from look to look, so that a slow answer does
/// not add to the pause.
///
/// A describe with a filter has a bucket of 100 and a refill of 20 a second for the whole account, so a thousand waits
/// that look ten times a second would starve each other. One move of common length looks some thirty times. Moves that
/// know of each other share: together they look so often as one bucket bears, and not before an end is likely.
final class PollSchedule {
    private static final Duration DENSE = Duration.ofMillis(75);
    private static final Duration NEAR = Duration.ofMillis(150);
    private static final Duration MIDDLE = Duration.ofMillis(400);
    private static final Duration SPARSE = Duration.ofSeconds(1);
    private static final Duration NEAR_UNTIL = Duration.ofSeconds(8);
    private static final Duration MIDDLE_UNTIL = Duration.ofSeconds(20);
    /// Between two looks of all moves together that wait for a detach, and for an attach. Nobody can attach before
    /// a look has seen the detach; the guest routes without a look that has seen the attach. An end is likely for
    /// about a second, and both buckets for describes have 150 and refill 30 a second.
    private static final Duration FOR_DETACHES = Duration.ofMillis(7);

    private static final Duration FOR_ATTACHES = Duration.ofMillis(20);
    private static final Duration LEAST = Duration.ofMillis(20);
    private static final Duration THROTTLED = Duration.ofSeconds(1);
    private static final Duration REFUSED = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(10);

    private final Duration first;
    private final Duration likely;
    private final Duration denseFrom;
    private final Duration denseUntil;
    private Duration floor = Duration.ZERO;
    private Duration looking = Duration.ZERO;
    private Duration least = Duration.ZERO;
    private Duration most = MOST;
    private Duration together = Duration.ZERO;
    private ConcurrentMoves moves = new ConcurrentMoves();
    private int seed;
    private long pauses;

    /// @param first the end is not to be expected before this
    /// @param likely from here on it commonly comes
    /// @param denseFrom from here on who is alone looks densely
    /// @param denseUntil by now it has commonly come
    private PollSchedule(Duration first, Duration likely, Duration denseFrom, Duration denseUntil) {
        this.first = first;
        this.likely = likely;
        this.denseFrom = denseFrom;
        this.denseUntil = denseUntil;
    }

    /// Of a detach: commonly 2 to 3 s (aws/amazon-vpc-cni-k8s#608).
    static PollSchedule ofDetach(ConcurrentMoves moves) {
        return among(
                moves,
                FOR_DETACHES,
                new PollSchedule(
                        Duration.ofMillis(900),
                        Duration.ofMillis(2000),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(3500)));
    }

    /// Of an attach: commonly 1 to 2 s (the same source).
    static PollSchedule ofAttach(ConcurrentMoves moves) {
        return among(
                moves,
                FOR_ATTACHES,
                new PollSchedule(
                        Duration.ofMillis(900),
                        Duration.ofMillis(1000),
                        Duration.ofMillis(900),
                        Duration.ofMillis(2200)));
    }

    /// Of anything else.
    ///
    /// @param first the end is not to be expected before this
    static PollSchedule ofRequest(Duration first) {
        return new PollSchedule(first, first, first, first);
    }

    /// Of a wait while EC2 has more requests than it takes: with five failovers a second there are four looks for each.
    ///
    /// @param who tells this wait from others
    /// @param first by now the end has commonly come
    static PollSchedule whenThrottled(Object who, Duration first) {
        PollSchedule pollSchedule = new PollSchedule(first, first, first, first);
        pollSchedule.floor = THROTTLED;
        pollSchedule.least = THROTTLED;
        pollSchedule.most = Duration.ofSeconds(3);
        return pollSchedule.scattered(who);
    }

    /// Of a request that was refused for there being too many, though it has its turn.
    ///
    /// @param who tells this wait from others
    static PollSchedule ofARefusedRequest(Object who) {
        PollSchedule pollSchedule = new PollSchedule(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        pollSchedule.floor = REFUSED;
        pollSchedule.least = REFUSED;
        pollSchedule.most = Duration.ofSeconds(4);
        return pollSchedule.scattered(who);
    }

    private static PollSchedule among(ConcurrentMoves moves, Duration together, PollSchedule pollSchedule) {
        pollSchedule.moves = moves;
        pollSchedule.together = together;
        return pollSchedule;
    }

    /// Waits of others begin at the same moment and are refused at the same moment: they must not come back so.
    PollSchedule scattered(Object who) {
        seed = who.hashCode();
        return this;
    }

    private Duration scattered(Duration pause) {
        return pause.multipliedBy(750 + DeterministicJitter.below(seed, ++pauses, 1000) / 2)
                .dividedBy(1000);
    }

    /// @param waited since the wait began
    /// @return how long to sleep before the next look
    Duration next(Duration waited) {
        if (waited.compareTo(first) < 0) {
            return floor.compareTo(least) > 0 ? longer(first.minus(waited), scattered(floor)) : first.minus(waited);
        }
        Duration usual = longer(longer(usual(waited).minus(looking), LEAST), share());
        return longer(usual, floor.isZero() ? floor : scattered(floor));
    }

    /// @return how much longer to sleep, where others were told of meanwhile
    Duration more(Duration waited) {
        boolean early = waited.compareTo(likely) < 0;
        return early && !share().isZero() ? likely.minus(waited).plus(part(share())) : Duration.ZERO;
    }

    /// What one of so many may take; nothing where it may look as densely as it likes.
    private Duration share() {
        Duration share = together.multipliedBy(1L + moves.others());
        return share.compareTo(DENSE) > 0 ? share : Duration.ZERO;
    }

    private Duration part(Duration whole) {
        return whole.multipliedBy(DeterministicJitter.below(seed, ++pauses, 1000))
                .dividedBy(1000);
    }

    private Duration usual(Duration waited) {
        if (waited.compareTo(denseFrom) >= 0 && waited.compareTo(denseUntil) < 0) {
            return DENSE;
        }
        if (waited.compareTo(NEAR_UNTIL) < 0) {
            return NEAR;
        }
        return waited.compareTo(MIDDLE_UNTIL) < 0 ? MIDDLE : SPARSE;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /// EC2 refused a request for there being too many.
    void throttled() {
        Duration doubled = floor.isZero() ? Duration.ofMillis(500) : floor.multipliedBy(2);
        floor = doubled.compareTo(most) > 0 ? most : doubled;
    }

    /// A request went through.
    ///
    /// @param took how long it took
    void answered(Duration took) {
        looking = took;
        Duration half = floor.dividedBy(2);
        floor = half.compareTo(Duration.ofMillis(200)) < 0 ? Duration.ZERO : half;
        floor = longer(floor, least);
    }
}
