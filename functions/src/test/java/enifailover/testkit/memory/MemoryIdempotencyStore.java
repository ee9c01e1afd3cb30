package enifailover.testkit.memory;

import enifailover.port.IdempotencyStore;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Named requests in memory: the same behaviour as those on DynamoDB, held to it by one contract.
public final class MemoryIdempotencyStore implements IdempotencyStore {
    private record Row(String content, String owner, Instant until, Instant expires, Optional<String> answer) {}

    private final Scheduler scheduler;
    private final Map<String, Row> rows = new HashMap<>();

    public MemoryIdempotencyStore(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public synchronized Entry take(String id, String content, String owner, Instant until, Duration keep) {
        Optional<Row> known = Optional.ofNullable(rows.get(id))
                .filter(row ->
                        row.expires().isAfter(scheduler.now()) && !row.owner().equals(owner));
        if (known.isEmpty()) {
            rows.put(id, new Row(content, owner, until, scheduler.now().plus(keep), Optional.empty()));
            return new Claimed();
        }
        Row row = known.get();
        return row.answer()
                .<Entry>map(answer -> new Answered(row.content(), answer))
                .orElse(new InProgress(row.content(), row.owner(), row.until()));
    }

    @Override
    public synchronized void answer(String id, String owner, String answer) {
        rows.computeIfPresent(
                id,
                (key, row) -> row.owner().equals(owner)
                        ? new Row(row.content(), owner, row.until(), row.expires(), Optional.of(answer))
                        : row);
    }

    @Override
    public synchronized void forget(String id, String owner) {
        rows.computeIfPresent(
                id,
                (key, row) -> row.owner().equals(owner)
                        ? new Row(row.content(), owner, row.until(), scheduler.now(), row.answer())
                        : row);
    }
}
