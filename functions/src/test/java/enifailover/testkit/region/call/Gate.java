package enifailover.testkit.region.call;

import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.time.Killed;
import enifailover.testkit.region.time.RegionTime;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// Lets requests in: latency, faults, permissions, limits, the lock, the journal.
public final class Gate {
    private final RegionTime time;
    private volatile Latencies latencies;
    private final Faults faults = new Faults();
    private final ReentrantLock lock = new ReentrantLock();
    private final Agenda agenda;
    private final List<Call> journal = new ArrayList<>();
    private final Map<String, Long> counts = new HashMap<>();
    private long number;

    /// @param time the region's clock
    /// @param latencies how long things take
    public Gate(RegionTime time, Latencies latencies) {
        this.time = time;
        this.latencies = latencies;
        this.agenda = new Agenda(time, lock);
    }

    /// The region's clock.
    public RegionTime time() {
        return time;
    }

    /// From now on things take so long.
    public void latencies(Latencies howLong) {
        latencies = howLong;
    }

    /// How long things take.
    public Latencies latencies() {
        return latencies;
    }

    /// What goes wrong.
    public Faults faults() {
        return faults;
    }

    /// What happens by itself later.
    public Agenda agenda() {
        return agenda;
    }

    /// All requests so far, in the order of their answers.
    public List<Call> calls() {
        return underLock(() -> List.copyOf(journal));
    }

    /// Forgets the requests so far.
    public void forgetCalls() {
        underLock(() -> {
            journal.clear();
            return true;
        });
    }

    /// Looks at or changes the region outside any request, as a test or AWS itself does.
    public <T> T underLock(Supplier<T> what) {
        lock.lock();
        try {
            agenda.settle(time.now());
            return what.get();
        } finally {
            lock.unlock();
        }
    }

    /// A request that changes something.
    public <T> T write(Caller caller, String service, String action, String subject, Supplier<T> rule) {
        return pass(caller, service, action, Kind.WRITE, subject, _ -> rule.get());
    }

    /// A request that reads.
    ///
    /// @param rule is given the moments as of which it answers
    public <T> T read(Caller caller, String service, String action, Kind kind, String subject, Function<AsOf, T> rule) {
        return pass(caller, service, action, kind, subject, rule);
    }

    private <T> T pass(
            Caller caller, String service, String action, Kind kind, String subject, Function<AsOf, T> rule) {
        Attempt attempt = arrive(caller, service, action, kind, subject);
        Passage passage = new Passage(attempt);
        try {
            T answer = passage.through(rule);
            passage.note(200, "ok", time.now());
            return answer;
        } catch (AwsError error) {
            passage.note(error.status(), error.code(), time.now());
            throw error;
        } catch (Unanswered silence) {
            passage.note(0, silence.kind().name(), time.now());
            throw silence;
        } catch (Killed death) {
            passage.note(0, "KILLED", agenda.now());
            throw death;
        }
    }

    private Attempt arrive(Caller caller, String service, String action, Kind kind, String subject) {
        Instant at = time.now();
        lock.lock();
        try {
            long nth = counts.merge(service + ":" + action, 1L, Long::sum);
            return new Attempt(++number, nth, at, caller, service, action, kind, subject);
        } finally {
            lock.unlock();
        }
    }

    /// One request's way through.
    private final class Passage {
        private final Attempt attempt;
        private boolean committed;

        Passage(Attempt attempt) {
            this.attempt = attempt;
        }

        <T> T through(Function<AsOf, T> rule) {
            Fault fault = faults.of(attempt);
            Duration latency = attempt.reads() ? latencies.read() : latencies.write();
            if (fault instanceof Fault.Slow(Duration by)) {
                latency = latency.plus(by);
            }
            if (fault instanceof Fault.BlackHole) {
                time.sleep(attempt.caller().timeout());
                throw new Unanswered(Unanswered.Kind.TIMEOUT, "Read timed out");
            }
            if (latency.compareTo(attempt.caller().timeout()) >= 0) {
                carryOutTooLate(rule, latency);
            }
            if (!latency.isZero()) {
                time.sleep(latency);
            }
            switch (fault) {
                case Fault.Refusal(AwsError error) -> throw error;
                case Fault.LostBefore() -> throw new Unanswered(Unanswered.Kind.RESET, "Connection reset");
                case Fault.CrashBefore() -> throw crash();
                case null, default -> {}
            }
            T answer = commit(rule);
            switch (fault) {
                case Fault.LostAfter() -> throw new Unanswered(Unanswered.Kind.RESET, "Connection reset");
                case Fault.CrashAfter() -> throw crash();
                case Fault.SlowAnswer(Duration by) -> answerLate(by.plus(latency));
                case null, default -> {}
            }
            return answer;
        }

        private Killed crash() {
            return time instanceof VirtualTime simulation
                    ? simulation.crash()
                    : new Killed(attempt.caller().name());
        }

        private <T> void carryOutTooLate(Function<AsOf, T> rule, Duration latency) {
            time.at(attempt.at().plus(latency), () -> {
                try {
                    var _ = commit(rule);
                } catch (AwsError refusedAndNobodyHears) {
                    committed = false;
                }
            });
            time.sleep(attempt.caller().timeout());
            throw new Unanswered(Unanswered.Kind.TIMEOUT, "Read timed out");
        }

        private void answerLate(Duration sinceArrival) {
            Duration left = Duration.between(time.now(), attempt.at().plus(sinceArrival));
            Duration timeout = attempt.caller().timeout().minus(Duration.between(attempt.at(), time.now()));
            time.sleep(left.compareTo(timeout) < 0 ? left : timeout);
            if (left.compareTo(timeout) >= 0) {
                throw new Unanswered(Unanswered.Kind.TIMEOUT, "Read timed out");
            }
        }

        private <T> T commit(Function<AsOf, T> rule) {
            return underLock(() -> {
                Instant now = agenda.now();
                AwsError beyond = faults.beyondLimit(attempt, now);
                if (beyond != null) {
                    throw beyond;
                }
                if (faults.denies(attempt)) {
                    throw Denials.of(attempt);
                }
                T answer = rule.apply(faults.asOf(attempt, now));
                committed = true;
                return answer;
            });
        }

        void note(int status, String code, Instant end) {
            lock.lock();
            try {
                Duration took = Duration.between(attempt.at(), end);
                journal.add(new Call(attempt, status, code, committed, took));
            } finally {
                lock.unlock();
            }
        }
    }
}
