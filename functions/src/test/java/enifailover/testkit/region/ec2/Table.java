package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AsOf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Things of one kind by id, with what they were before, so that a stale read can be answered.
final class Table<T> {
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private record Version<T>(Instant since, @Nullable T value) {}

    private final Map<String, Deque<Version<T>>> rows = new LinkedHashMap<>();

    @Nullable
    T get(String id) {
        Deque<Version<T>> versions = rows.get(id);
        return versions == null ? null : versions.getLast().value();
    }

    @Nullable
    T get(String id, AsOf asOf) {
        Deque<Version<T>> versions = rows.get(id);
        return versions == null ? null : asOf(versions, asOf.of(id));
    }

    List<T> all() {
        List<T> all = new ArrayList<>();
        for (Deque<Version<T>> versions : rows.values()) {
            T value = versions.getLast().value();
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    List<T> all(AsOf asOf) {
        List<T> all = new ArrayList<>();
        rows.forEach((id, versions) -> {
            T value = asOf(versions, asOf.of(id));
            if (value != null) {
                all.add(value);
            }
        });
        return all;
    }

    void put(String id, T value, Instant now) {
        note(id, value, now);
    }

    void change(String id, Instant now, UnaryOperator<T> change) {
        T old = get(id);
        if (old != null) {
            note(id, change.apply(old), now);
        }
    }

    void remove(String id, Instant now) {
        note(id, null, now);
    }

    private void note(String id, @Nullable T value, Instant now) {
        Deque<Version<T>> versions = rows.computeIfAbsent(id, _ -> new ArrayDeque<>(4));
        Instant forgotten = now.minus(MEMORY);
        while (versions.size() > 1 && second(versions).since().isBefore(forgotten)) {
            versions.removeFirst();
        }
        versions.addLast(new Version<>(now, value));
    }

    private static <T> Version<T> second(Deque<Version<T>> versions) {
        Iterator<Version<T>> each = versions.iterator();
        each.next();
        return each.next();
    }

    private static <T> @Nullable T asOf(Deque<Version<T>> versions, Instant moment) {
        Iterator<Version<T>> newestFirst = versions.descendingIterator();
        while (newestFirst.hasNext()) {
            Version<T> version = newestFirst.next();
            if (!version.since().isAfter(moment)) {
                return version.value();
            }
        }
        return null;
    }
}
