package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a function, or several of its environments, reported of one group.
///
/// @param reports the reports, as JSON
/// @param delivered whether any rule matched
/// @param expectations where it is noted what must be so
record Answers(List<JsonNode> reports, boolean delivered, Expectations expectations) {

    private List<String> verdicts() {
        return reports.stream().map(report -> report.path("verdict").asText()).toList();
    }

    void delivered(boolean wanted) {
        expectations.equal("delivered to a function:", wanted, delivered);
    }

    /// One report, with this verdict.
    void verdict(String wanted) {
        verdicts(wanted);
    }

    /// Reports with these verdicts, in this order.
    void verdicts(String... wanted) {
        expectations.equal(wanted.length == 1 ? "verdict" : "verdicts", List.of(wanted), verdicts());
    }

    /// So many reports with this verdict.
    void number(String verdict, long wanted) {
        expectations.equal(
                "reports with " + verdict + ":",
                wanted,
                verdicts().stream().filter(verdict::equals).count());
    }

    /// No report with another verdict than these.
    void only(String... verdicts) {
        Set<String> others = new TreeSet<>(verdicts());
        others.removeAll(Set.of(verdicts));
        expectations.equal("verdicts besides " + String.join(", ", verdicts) + ":", Set.of(), others);
    }
}
