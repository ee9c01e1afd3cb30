package enifailover.drill;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.assess.Assessor;
import enifailover.drill.DrillRequest.Action;
import enifailover.drill.DrillRequest.Drill;
import enifailover.drill.DrillRequest.History;
import enifailover.drill.DrillRequest.InvalidRequest;
import enifailover.drill.DrillRequest.Status;
import enifailover.drill.DrillRequest.StopOrResume;
import enifailover.drill.DrillRunner.Drilled;
import enifailover.failover.AutomationGate;
import enifailover.failover.GroupSnapshots;
import enifailover.port.AutomationSwitch.KillSwitch;
import enifailover.port.AwsCallException;
import enifailover.port.Ec2Reader;
import enifailover.port.GroupStore;
import enifailover.port.IdempotencyStore;
import enifailover.port.IdempotencyStore.Answered;
import enifailover.port.IdempotencyStore.Claimed;
import enifailover.port.IdempotencyStore.InProgress;
import enifailover.port.Scheduler;
import enifailover.report.DrillComparison;
import enifailover.report.DrillReport;
import enifailover.report.GroupStatus;
import enifailover.report.HistoryText;
import enifailover.report.Report;
import enifailover.report.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where a person's request is answered: drills, once each where they carry a name; how the groups stand; what was.
public final class OperatorCommands {
    /// How long a request's name is remembered: longer than anything that repeats requests by itself.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final JsonMapper JSON = new JsonMapper();

    private final DrillRunner drillRunner;
    private final StatusQuery statusQuery;
    private final RunHistory runHistory;
    private final AutomationGate automationGate;
    private final IdempotencyStore idempotencyStore;
    private final Scheduler scheduler;

    /// What a person gets.
    ///
    /// @param json a JSON object; in words under `text`
    /// @param reports of the runs that were made for it
    public record Response(String json, List<Report> reports) {}

    public OperatorCommands(
            DrillRunner drillRunner,
            Ec2Reader ec2Reader,
            GroupStore groupStore,
            GroupSnapshots groupSnapshots,
            Assessor assessor,
            IdempotencyStore idempotencyStore,
            AutomationGate automationGate,
            Scheduler scheduler) {
        this.drillRunner = drillRunner;
        this.runHistory = new RunHistory(groupStore, scheduler);
        this.statusQuery = new StatusQuery(ec2Reader, groupStore, groupSnapshots, assessor, runHistory, scheduler);
        this.idempotencyStore = idempotencyStore;
        this.automationGate = automationGate;
        this.scheduler = scheduler;
    }

    /// @param request as it was read
    /// @param runId unique to this invocation
    /// @param deadline when the function is ended from outside
    /// @return never a failure of AWS: that is answered in words
    public Response answer(DrillRequest request, String runId, Instant deadline) {
        try {
            return switch (request) {
                case InvalidRequest invalidRequest -> refused(invalidRequest.message());
                case Status status -> status(status);
                case StopOrResume turned -> turn(turned);
                case History history -> history(history);
                case Drill drill -> drill(drill, runId, deadline);
            };
        } catch (AwsCallException awsCallException) {
            return refused(awsCallException.message());
        }
    }

    private Response drill(Drill drill, String runId, Instant deadline) {
        if (drill.requestId().isEmpty()) {
            return carryOut(drill, runId, deadline);
        }
        String id = drill.requestId().get();
        return switch (idempotencyStore.take(id, drill.content(), runId, deadline, REMEMBERED)) {
            case Claimed() -> once(id, drill, runId, deadline);
            case Answered(String content, String answer) ->
                content.equals(drill.content()) ? new Response(repeated(answer), List.of()) : other(id);
            case InProgress(String content, String owner, Instant until) -> {
                if (!content.equals(drill.content())) {
                    yield other(id);
                }
                yield refused(
                        scheduler.now().isBefore(until)
                                ? "request \"" + id + "\" is still running in run " + owner + ", until " + until
                                        + " at the latest: send it again with the same request_id to get its report"
                                : "request \"" + id + "\" was started by run " + owner
                                        + ", which ended without a report before " + until
                                        + "; see {\"action\":\"status\"}: the sweep completes the move. To"
                                        + " drill again use another request_id");
            }
        };
    }

    private Response once(String id, Drill drill, String runId, Instant deadline) {
        Response response = carryOut(drill, runId, deadline);
        boolean moved = response.reports().stream()
                .anyMatch(report -> !report.outcomes().isEmpty());
        try {
            if (moved) {
                idempotencyStore.answer(id, runId, response.json());
            } else {
                idempotencyStore.forget(id, runId);
            }
            return response;
        } catch (AwsCallException awsCallException) {
            return new Response(
                    warned(response.json(), "the answer was not saved: " + awsCallException.message()),
                    response.reports());
        }
    }

    private Response carryOut(Drill drill, String runId, Instant deadline) {
        Optional<DrillComparison> before =
                drill.action() == Action.PLAN ? Optional.empty() : runHistory.drills(drill.group());
        Drilled drilled = drillRunner.run(drill, runId, deadline);
        DrillReport report = new DrillReport(
                drilled.reports(), before, drill.within(), drill.backAfter().isPresent());
        return new Response(report.json().toString(), drilled.reports());
    }

    /// What is said was read after it was written.
    private Response turn(StopOrResume request) {
        Optional<KillSwitch> now = automationGate.turn(request.stops(), request.reason());
        String message = now.map(KillSwitch::message).orElse("automatic failover is on for all groups");
        ObjectNode answer = JSON.createObjectNode();
        answer.put("automatic", now.isPresent() ? "STOPPED" : "RUNNING").put("words", message);
        return new Response(answer.put("text", message + "\n").toString(), List.of());
    }

    private Response status(Status wanted) {
        List<GroupStatus> all = statusQuery.look(wanted.group());
        ObjectNode answer = JSON.createObjectNode();
        all.forEach(one -> answer.withArray("groups").add(one.json()));
        String text = all.isEmpty() && wanted.group().isPresent()
                ? "no ENI has the tag of group " + wanted.group().get() + "; {\"action\":\"status\"} lists all groups\n"
                : GroupStatus.text(all);
        return new Response(answer.put("text", text).toString(), List.of());
    }

    private Response history(History wanted) {
        List<RunSummary> rows = runHistory.runs(wanted);
        ObjectNode answer = JSON.createObjectNode();
        rows.forEach(row -> answer.withArray("runs").add(row.json()));
        String text = wanted.csv() ? HistoryText.csv(rows) : HistoryText.table(rows);
        return new Response(answer.put("text", text).toString(), List.of());
    }

    private static Response other(String id) {
        return refused(
                "request \"" + id + "\" was sent before with other content: a new request needs a new" + " request_id");
    }

    private static Response refused(String message) {
        ObjectNode answer = JSON.createObjectNode().put("verdict", "REFUSED").put("words", message);
        answer.putArray("reports");
        return new Response(answer.put("text", message + "\n").toString(), List.of());
    }

    private static String repeated(String answer) {
        return with(answer, "repeated", "this request was carried out before; this is its report");
    }

    private static String warned(String answer, String message) {
        return with(answer, "warning", message);
    }

    private static String with(String answer, String key, String message) {
        try {
            return JSON.readTree(answer) instanceof ObjectNode object
                    ? object.put(key, message).toString()
                    : answer;
        } catch (JacksonException ours) {
            throw new IllegalStateException("an answer of ours is no JSON", ours);
        }
    }
}
