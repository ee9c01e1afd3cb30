package enifailover.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");

    private static RunSummary drill(long outageMs, int hoursAgo) {
        return RunSummary.of(
                "sip",
                AT.minus(Duration.ofHours(hoursAgo)),
                "run-" + hoursAgo,
                "SUCCEEDED",
                "{\"cause\":\"DRILL\",\"tookMs\":5000,\"outage\":{\"attachedMs\":4000,\"wholeMs\":" + outageMs + "}}");
    }

    /// Whatever stands in a cell, a reader that follows RFC 4180 gets it back.
    @Test
    void anyTextComesBackFromTheCsv() {
        Random random = new Random(11);
        String[] pieces = {"a", ",", "\"", "\r\n", "\n", "\r", " ", "é", "\"\"", ""};
        for (int round = 0; round < 2_000; round++) {
            List<List<String>> rows = new ArrayList<>();
            for (int row = 0; row < 3; row++) {
                rows.add(IntStream.range(0, 4)
                        .mapToObj(i -> pieces[random.nextInt(pieces.length)] + pieces[random.nextInt(pieces.length)])
                        .toList());
            }
            List<String> head = List.of("a", "b", "c", "d");
            List<List<String>> wanted = new ArrayList<>(List.of(head));
            wanted.addAll(rows);
            assertEquals(wanted, read(TextTable.csv(head, rows)));
        }
    }

    /// The grammar of RFC 4180, section 2.
    private static List<List<String>> read(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        int at = 0;
        while (at < csv.length()) {
            StringBuilder cell = new StringBuilder();
            if (csv.charAt(at) == '"') {
                at++;
                while (csv.charAt(at) != '"' || (at + 1 < csv.length() && csv.charAt(at + 1) == '"')) {
                    at += csv.charAt(at) == '"' ? 1 : 0;
                    cell.append(csv.charAt(at++));
                }
                at++;
            } else {
                while (csv.charAt(at) != ',' && csv.charAt(at) != '\r') {
                    cell.append(csv.charAt(at++));
                }
            }
            row.add(cell.toString());
            if (csv.charAt(at) == ',') {
                at++;
            } else {
                assertEquals("\r\n", csv.substring(at, at + 2));
                at += 2;
                rows.add(row);
                row = new ArrayList<>();
            }
        }
        return rows;
    }

    @Test
    void theTableHasAColumnUnderEachHead() {
        String[] lines =
                HistoryText.table(List.of(drill(4200, 0), drill(12_345, 24))).split("\n", -1);
        int column = lines[0].indexOf("outage_s");
        assertTrue(lines[1].startsWith("4.20", column), lines[1]);
        assertTrue(lines[2].startsWith("12.35", column) || lines[2].startsWith("12.34", column), lines[2]);
    }

    @Test
    void anEntryOfAnOlderProgramOrNoJsonGivesARowWithoutDetails() {
        RunSummary row = RunSummary.of("sip", AT, "run", "FAILED", "not JSON");
        assertEquals("", row.cause());
        assertEquals(Optional.empty(), row.outage());
        assertTrue(HistoryText.csv(List.of(row)).contains("2026-11-24T10:00:00Z,sip,FAILED,,,,0.00,,,run,\r\n"));
    }

    @Test
    void aDrillIsComparedWithTheLastAndTheMedianOfTheGoodOnes() {
        RunSummary failed =
                RunSummary.of("sip", AT, "x", "FAILED", "{\"cause\":\"DRILL\",\"outage\":{\"wholeMs\":99999}}");
        RunSummary failover =
                RunSummary.of("sip", AT, "y", "SUCCEEDED", "{\"cause\":\"SWEEP\",\"outage\":{\"wholeMs\":1}}");
        List<RunSummary> rows = List.of(failed, failover, drill(6000, 1), drill(4000, 2), drill(4200, 3));
        DrillComparison before = DrillComparison.with(rows).orElseThrow();
        assertEquals(
                new DrillComparison(3, Duration.ofMillis(4200), Duration.ofSeconds(6), AT.minusSeconds(3600)), before);
        assertEquals(
                "3 drills before. The last one, at 2026-11-24T09:00:00Z, took 6.00 s; this one -30 %. The median is"
                        + " 4.20 s; this one +0 %",
                before.message(Duration.ofMillis(4200)));
        assertEquals(
                Duration.ofSeconds(5),
                DrillComparison.with(List.of(drill(6000, 1), drill(4000, 2)))
                        .orElseThrow()
                        .median());
        assertEquals(Optional.empty(), DrillComparison.with(List.of(failed, failover)));
    }
}
