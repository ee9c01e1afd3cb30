package enifailover.port;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Named requests in memory: the same behaviour as those on DynamoDB, held to it by one contract.
public final class MemoryRequests implements Requests {
    private record Row(String content, String owner, Instant until, Instant expires, Optional<String> answer) {}

    private final Time time;
    private final Map<String, Row> rows = new HashMap<>();

    public MemoryRequests(Time time) {
        this.time = time;
    }

    @Override
    public synchronized Entry take(String id, String content, String owner, Instant until, Duration keep) {
        Optional<Row> known = Optional.ofNullable(rows.get(id))
                .filter(row -> row.expires().isAfter(time.now()) && !row.owner().equals(owner));
        if (known.isEmpty()) {
            rows.put(id, new Row(content, owner, until, time.now().plus(keep), Optional.empty()));
            return new Ours();
        }
        Row row = known.get();
        return row.answer()
                .<Entry>map(answer -> new Answered(row.content(), answer))
                .orElse(new UnderWay(row.content(), row.owner(), row.until()));
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
                        ? new Row(row.content(), owner, row.until(), time.now(), row.answer())
                        : row);
    }
}
