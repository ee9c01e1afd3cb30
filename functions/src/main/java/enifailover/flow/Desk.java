package enifailover.flow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.assess.Assessor;
import enifailover.flow.DrillRequest.Action;
import enifailover.flow.DrillRequest.Drill;
import enifailover.flow.DrillRequest.History;
import enifailover.flow.DrillRequest.Status;
import enifailover.flow.DrillRequest.Switch;
import enifailover.flow.DrillRequest.Wrong;
import enifailover.flow.Drills.Drilled;
import enifailover.port.Brake.Stop;
import enifailover.port.Ledger;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.Requests;
import enifailover.port.Requests.Answered;
import enifailover.port.Requests.Ours;
import enifailover.port.Requests.UnderWay;
import enifailover.port.Time;
import enifailover.report.Comparison;
import enifailover.report.DrillReport;
import enifailover.report.GroupStatus;
import enifailover.report.HistoryText;
import enifailover.report.Report;
import enifailover.report.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where a person's request is answered: drills, once each where they carry a name; how the groups stand; what was.
public final class Desk {
    /// How long a request's name is remembered: longer than anything that repeats requests by itself.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final JsonMapper JSON = new JsonMapper();

    private final Drills drills;
    private final Overview overview;
    private final Past past;
    private final Brakes brakes;
    private final Requests requests;
    private final Time time;

    /// What a person gets.
    ///
    /// @param json a JSON object; in words under `text`
    /// @param reports of the runs that were made for it
    public record Reply(String json, List<Report> reports) {}

    public Desk(
            Drills drills,
            Observer observer,
            Ledger ledger,
            Snapshots snapshots,
            Assessor assessor,
            Requests requests,
            Brakes brakes,
            Time time) {
        this.drills = drills;
        this.past = new Past(ledger, time);
        this.overview = new Overview(observer, ledger, snapshots, assessor, past, time);
        this.requests = requests;
        this.brakes = brakes;
        this.time = time;
    }

    /// @param request as it was read
    /// @param runId unique to this invocation
    /// @param deadline when the function is ended from outside
    /// @return never a failure of AWS: that is answered in words
    public Reply answer(DrillRequest request, String runId, Instant deadline) {
        try {
            return switch (request) {
                case Wrong wrong -> refused(wrong.words());
                case Status status -> status(status);
                case Switch turned -> turn(turned);
                case History history -> history(history);
                case Drill drill -> drill(drill, runId, deadline);
            };
        } catch (Refused refused) {
            return refused(refused.words());
        }
    }

    private Reply drill(Drill drill, String runId, Instant deadline) {
        if (drill.requestId().isEmpty()) {
            return carryOut(drill, runId, deadline);
        }
        String id = drill.requestId().get();
        return switch (requests.take(id, drill.content(), runId, deadline, REMEMBERED)) {
            case Ours() -> once(id, drill, runId, deadline);
            case Answered(String content, String answer) ->
                content.equals(drill.content()) ? new Reply(repeated(answer), List.of()) : other(id);
            case UnderWay(String content, String owner, Instant until) -> {
                if (!content.equals(drill.content())) {
                    yield other(id);
                }
                yield refused(
                        time.now().isBefore(until)
                                ? "request \"" + id + "\" is still carried out by run " + owner + ", until " + until
                                        + " at the latest: ask again with the same request_id for its report"
                                : "request \"" + id + "\" was begun by run " + owner + ", which died before " + until
                                        + "; look at {\"action\":\"status\"}: the sweep finishes what was begun. To"
                                        + " drill again take another request_id");
            }
        };
    }

    private Reply once(String id, Drill drill, String runId, Instant deadline) {
        Reply reply = carryOut(drill, runId, deadline);
        boolean moved =
                reply.reports().stream().anyMatch(report -> !report.outcomes().isEmpty());
        try {
            if (moved) {
                requests.answer(id, runId, reply.json());
            } else {
                requests.forget(id, runId);
            }
            return reply;
        } catch (Refused refused) {
            return new Reply(warned(reply.json(), "the answer is not remembered: " + refused.words()), reply.reports());
        }
    }

    private Reply carryOut(Drill drill, String runId, Instant deadline) {
        Optional<Comparison> before = drill.action() == Action.PLAN ? Optional.empty() : past.drills(drill.group());
        Drilled drilled = drills.run(drill, runId, deadline);
        DrillReport report = new DrillReport(
                drilled.reports(), before, drill.within(), drill.backAfter().isPresent());
        return new Reply(report.json().toString(), drilled.reports());
    }

    /// What is said was read after it was written.
    private Reply turn(Switch request) {
        Optional<Stop> now = brakes.turn(request);
        String words = now.map(Stop::words).orElse("automatic moves of all groups may happen");
        ObjectNode answer = JSON.createObjectNode();
        answer.put("automatic", now.isPresent() ? "STOPPED" : "RUNNING").put("words", words);
        return new Reply(answer.put("text", words + "\n").toString(), List.of());
    }

    private Reply status(Status wanted) {
        List<GroupStatus> all = overview.look(wanted.group());
        ObjectNode answer = JSON.createObjectNode();
        all.forEach(one -> answer.withArray("groups").add(one.json()));
        String text = all.isEmpty() && wanted.group().isPresent()
                ? "no ENI carries the tag of group " + wanted.group().get()
                        + "; {\"action\":\"status\"} shows those there are\n"
                : GroupStatus.text(all);
        return new Reply(answer.put("text", text).toString(), List.of());
    }

    private Reply history(History wanted) {
        List<RunRow> rows = past.runs(wanted);
        ObjectNode answer = JSON.createObjectNode();
        rows.forEach(row -> answer.withArray("runs").add(row.json()));
        String text = wanted.csv() ? HistoryText.csv(rows) : HistoryText.table(rows);
        return new Reply(answer.put("text", text).toString(), List.of());
    }

    private static Reply other(String id) {
        return refused("request \"" + id + "\" was made before with another content: a new request needs a new"
                + " request_id");
    }

    private static Reply refused(String words) {
        ObjectNode answer = JSON.createObjectNode().put("verdict", "REFUSED").put("words", words);
        answer.putArray("reports");
        return new Reply(answer.put("text", words + "\n").toString(), List.of());
    }

    private static String repeated(String answer) {
        return with(answer, "repeated", "this request was carried out before; this is its report");
    }

    private static String warned(String answer, String words) {
        return with(answer, "warning", words);
    }

    private static String with(String answer, String key, String words) {
        try {
            return JSON.readTree(answer) instanceof ObjectNode object
                    ? object.put(key, words).toString()
                    : answer;
        } catch (JacksonException ours) {
            throw new IllegalStateException("an answer of ours is no JSON", ours);
        }
    }
}
