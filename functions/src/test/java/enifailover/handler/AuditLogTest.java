package enifailover.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.handler.Metered.Invocation;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What audits write into the log, which is paid by the byte: little where nothing has changed, and all that is new.
class AuditLogTest {
    private static final int GROUPS = 100;

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    /// Each group has a metric line, for CloudWatch takes metrics by group so; beside those there is next to nothing.
    @Test
    void aSettledAuditWritesHalfAKilobyteAGroupAndTheReportIsWhole() {
        Metered.with(GROUPS, DYNAMO.running(), region -> {
            Invocation first = region.audit();
            Invocation settled = first;
            for (int audit = 0; audit < 4; audit++) {
                region.passes(Duration.ofMinutes(15));
                settled = region.audit();
            }
            assertEquals(0, settled.answer().path("repaired").size(), "settled");
            long findings = 0;
            for (var group : settled.answer().path("audits")) {
                findings += group.path("findings").size();
            }
            assertTrue(findings >= 2 * GROUPS, "the report tells all that is there: " + findings);
            System.out.printf(
                    "log of an audit of %d groups: the first %,d bytes, a settled one %,d, and %,d of metrics in each%n",
                    GROUPS, bytes(first), bytes(settled), settled.metricBytes());
            String rest = shown(settled);
            assertTrue(bytes(settled) < 5_000, rest);
            assertTrue(bytes(settled) + settled.metricBytes() < 500L * GROUPS + 5_000, rest);
            return settled;
        });
    }

    private static long bytes(Invocation audit) {
        return audit.lines("").stream().mapToLong(line -> line.length() + 1).sum();
    }

    private static String shown(Invocation audit) {
        List<String> lines = audit.lines("");
        return lines.size() + " lines besides metrics, such as "
                + lines.stream()
                        .limit(3)
                        .map(line -> line.substring(0, Math.min(line.length(), 400)))
                        .toList();
    }

    @Test
    void aGroupThatBecomesUnreadyIsOneLineInFullThenOneInShort() {
        Metered.with(3, DYNAMO.running(), region -> {
            for (int audit = 0; audit < 2; audit++) {
                region.audit();
                region.passes(Duration.ofMinutes(15));
            }
            region.stopStandby(1);
            region.passes(Duration.ofMinutes(15));
            Invocation news = region.audit();
            assertEquals(1, news.lines("group-1: NOT READY").size(), () -> "" + news.lines(""));
            assertTrue(news.lines("group-1: NOT READY").getFirst().contains("start the standby, or set the tag"));
            assertEquals(0, news.lines("group-2:").size(), () -> "" + news.lines(""));
            region.passes(Duration.ofMinutes(15));
            Invocation again = region.audit();
            assertEquals(1, again.lines("group-1: NOT READY").size());
            assertTrue(again.lines("group-1: NOT READY").getFirst().length()
                    < news.lines("group-1: NOT READY").getFirst().length() / 2);
            return again;
        });
    }
}
