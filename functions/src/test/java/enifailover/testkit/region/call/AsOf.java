package enifailover.testkit.region.call;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// The moment as of which a read answers: one for the whole answer, or one for each of its rows.
public final class AsOf {
    private final Instant now;
    private final Duration answer;
    private final Instant usual;
    private final Function<String, Duration> rows;
    private final boolean alike;

    private AsOf(Instant now, Duration answer, Function<String, Duration> rows, boolean alike) {
        this.now = now;
        this.answer = answer;
        this.usual = now.minus(answer);
        this.rows = rows;
        this.alike = alike;
    }

    /// All rows as they were so long ago.
    static AsOf ago(Instant now, Duration answer) {
        return new AsOf(now, answer, _ -> Duration.ZERO, true);
    }

    /// Each row as old as the answer, or as it is said of the row, whichever is older.
    ///
    /// @param rows the age of a row by the id of its thing
    static AsOf rows(Instant now, Duration answer, Function<String, Duration> rows) {
        return new AsOf(now, answer, rows, false);
    }

    /// The moment as of which the row of that thing is shown.
    public Instant of(String id) {
        if (alike) {
            return usual;
        }
        Duration row = rows.apply(id);
        return now.minus(row.compareTo(answer) > 0 ? row : answer);
    }

    /// True where all rows are of one moment.
    public boolean alike() {
        return alike;
    }

    /// As of when this row is shown, for whatever is shown within it too.
    public AsOf within(String id) {
        return alike ? this : ago(of(id), Duration.ZERO);
    }
}
