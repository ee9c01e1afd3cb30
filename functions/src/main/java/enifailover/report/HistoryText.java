package enifailover.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The history of runs, as text and as CSV.
public final class HistoryText {
    /// The columns that are only in the CSV: run id and message.
    private static final int COLUMNS_OF_A_TABLE = 9;

    private HistoryText() {}

    /// @param rows newest first
    public static String table(List<RunSummary> rows) {
        return rows.isEmpty()
                ? "the journal has no matching run\n"
                : TextTable.text(
                        RunSummary.COLUMNS.subList(0, COLUMNS_OF_A_TABLE),
                        rows.stream().map(HistoryText::brief).toList());
    }

    /// CSV with a header (RFC 4180).
    public static String csv(List<RunSummary> rows) {
        return TextTable.csv(
                RunSummary.COLUMNS, rows.stream().map(RunSummary::cells).toList());
    }

    private static List<String> brief(RunSummary row) {
        List<String> cells = new ArrayList<>(row.cells().subList(0, COLUMNS_OF_A_TABLE));
        cells.set(0, row.at().truncatedTo(ChronoUnit.SECONDS).toString());
        return cells;
    }
}
