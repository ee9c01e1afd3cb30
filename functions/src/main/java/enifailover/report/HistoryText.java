package enifailover.report;

import java.util.List;

/// The runs of the past, for people and for spreadsheets.
public final class HistoryText {
    /// What a terminal has no room for: the run's id and its sentence.
    private static final int COLUMNS_OF_A_TABLE = 9;

    private HistoryText() {}

    /// @param rows newest first
    public static String table(List<RunRow> rows) {
        return rows.isEmpty()
                ? "no run is in the journal for this question\n"
                : Table.text(
                        RunRow.COLUMNS.subList(0, COLUMNS_OF_A_TABLE),
                        rows.stream()
                                .map(row -> row.cells().subList(0, COLUMNS_OF_A_TABLE))
                                .toList());
    }

    /// With a head line, as RFC 4180 has it.
    public static String csv(List<RunRow> rows) {
        return Table.csv(RunRow.COLUMNS, rows.stream().map(RunRow::cells).toList());
    }
}
