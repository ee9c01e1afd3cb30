package enifailover.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.assess.Verdict;
import enifailover.model.InstanceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A drill's evidence: what a client would have seen, whether that is within the target, and how it was before.
///
/// @param reports the plan, the move, or the move and the move back
/// @param before the drills before; empty where there were none, or nobody could be asked
/// @param within how long a client may wait; empty for no judgement
/// @param backWanted the ENIs were to go back
public record DrillReport(
        List<Report> reports, Optional<DrillComparison> before, Optional<Duration> within, boolean backWanted) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Whether every move that was wanted succeeded within the target; empty without a target.
    public Optional<Boolean> passed() {
        return within.map(target -> reports.size() == (backWanted ? 2 : 1)
                && reports.stream()
                        .allMatch(report -> report.verdict() == Verdict.SUCCEEDED
                                && report.outage()
                                        .filter(outage -> outage.whole().compareTo(target) <= 0)
                                        .isPresent()));
    }

    /// The function's answer, with all of it in words under `text`.
    public ObjectNode json() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode all = answer.putArray("reports");
        reports.forEach(report -> all.add(ReportJson.of(report).put("text", ReportText.of(report))));
        ObjectNode drill = answer.putObject("drill");
        within.ifPresent(target -> drill.put("targetMs", target.toMillis()));
        passed().ifPresent(passed -> drill.put("passed", passed));
        before.ifPresent(past -> drill.putObject("before")
                .put("drills", past.drills())
                .put("medianMs", past.median().toMillis())
                .put("lastMs", past.last().toMillis())
                .put("lastAt", past.lastAt().toString()));
        return answer.put("text", text());
    }

    /// For a terminal.
    public String text() {
        StringBuilder text = new StringBuilder();
        reports.forEach(report -> text.append(ReportText.of(report)).append('\n'));
        List<String> lines = new ArrayList<>();
        reports.forEach(report -> report.outage().ifPresent(outage -> lines.add(message(report, outage))));
        if (!lines.isEmpty()) {
            text.append("What a client would have seen, from the first detach request on:\n");
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        reports.stream().flatMap(report -> report.outage().stream()).findFirst().ifPresent(outage -> text.append(
                        "Compared with: ")
                .append(before.map(past -> past.message(outage.whole())).orElse("nothing, this is the first drill"))
                .append('\n'));
        passed().ifPresent(passed -> text.append("Target ")
                .append(within.orElseThrow().toSeconds())
                .append(" s: ")
                .append(passed ? "PASSED" : "FAILED")
                .append('\n'));
        if (backWanted && reports.size() < 2) {
            text.append("The ENIs were not moved back, for they did not move as they had to.\n");
        }
        return text.toString();
    }

    private static String message(Report report, Outage outage) {
        return "to " + report.to().map(InstanceId::value).orElse("nowhere") + ": attached again after "
                + DrillComparison.seconds(outage.attached())
                + outage.routed()
                        .map(routed -> ", routing verified after " + DrillComparison.seconds(routed))
                        .orElse(", no routing applied")
                + outage.answered()
                        .map(answered -> ", the probe answered after " + DrillComparison.seconds(answered))
                        .orElse("");
    }
}
