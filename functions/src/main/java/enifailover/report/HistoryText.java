package enifailover.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The runs of the past, for people and for spreadsheets.
public final class HistoryText {
    /// What a terminal has no room for: the run's id and its sentence.
    private static final int COLUMNS_OF_A_TABLE = 9;

    private HistoryText() {}

    /// @param rows newest first
    public static String table(List<RunSummary> rows) {
        return rows.isEmpty()
                ? "no run is in the journal for this question\n"
                : TextTable.text(
                        RunSummary.COLUMNS.subList(0, COLUMNS_OF_A_TABLE),
                        rows.stream().map(HistoryText::brief).toList());
    }

    /// With a head line, as RFC 4180 has it.
    public static String csv(List<RunSummary> rows) {
        return TextTable.csv(
                RunSummary.COLUMNS, rows.stream().map(RunSummary::cells).toList());
    }

    /// Whole seconds are enough for a person.
    private static List<String> brief(RunSummary row) {
        List<String> cells = new ArrayList<>(row.cells().subList(0, COLUMNS_OF_A_TABLE));
        cells.set(0, row.at().truncatedTo(ChronoUnit.SECONDS).toString());
        return cells;
    }
}
