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

/// The result of a drill: the outage of a client, whether it is within the target, and a comparison with earlier
/// drills.
///
/// @param reports the plan, the move, or the move and the return
/// @param before the earlier drills; empty where there were none, or the journal could not be read
/// @param within the target; empty for none
/// @param backWanted whether a return was requested
public record DrillReport(
        List<Report> reports, Optional<DrillComparison> before, Optional<Duration> within, boolean backWanted) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Whether every requested move succeeded within the target; empty without a target.
    public Optional<Boolean> passed() {
        return within.map(target -> reports.size() == (backWanted ? 2 : 1)
                && reports.stream()
                        .allMatch(report -> report.verdict() == Verdict.SUCCEEDED
                                && report.outage()
                                        .filter(outage -> outage.whole().compareTo(target) <= 0)
                                        .isPresent()));
    }

    /// The function's response, with the whole text under `text`.
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
            text.append("Outage for a client, counted from the first detach request:\n");
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
            text.append("The ENIs were not moved back, because the move did not succeed.\n");
        }
        return text.toString();
    }

    private static String message(Report report, Outage outage) {
        return "to " + report.to().map(InstanceId::value).orElse("no instance") + ": attached after "
                + DrillComparison.seconds(outage.attached())
                + outage.routed()
                        .map(routed -> ", routing verified after " + DrillComparison.seconds(routed))
                        .orElse(", no routing configured")
                + outage.answered()
                        .map(answered -> ", the probe succeeded after " + DrillComparison.seconds(answered))
                        .orElse("");
    }
}
