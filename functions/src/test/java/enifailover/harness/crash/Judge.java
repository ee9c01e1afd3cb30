package enifailover.harness.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.harness.crash.Line.Done;
import enifailover.harness.rehearsal.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// Checks the final state after a crash and its recovery. It asks AWS and the table, and what
/// the door has seen; what the function answers is no evidence.
final class Judge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DETACH = "ec2 DetachNetworkInterface";
    private static final String ATTACH = "ec2 AttachNetworkInterface";

    private final List<String> broken = new ArrayList<>();

    private Judge() {}

    /// @param asked all that any process asked in this world
    /// @return the failed checks, in sentences
    static List<String> broken(World world, List<Done> asked) {
        var judge = new Judge();
        var cast = world.cast();
        cast.enis().forEach(eni -> judge.placed(world, cast, eni));
        judge.equal("detaches that EC2 carried out", (long) cast.enis().size(), carriedOut(asked, DETACH));
        judge.equal("attaches that EC2 carried out", (long) cast.enis().size(), carriedOut(asked, ATTACH));
        var row = Row.of(world);
        judge.equal(
                "the lease",
                "free",
                row.owner().map(owner -> "held by " + owner).orElse("free"));
        judge.equal("the failover is remembered for the cool-down", true, row.automatic());
        judge.equal("a move that is written down as not ended", false, row.move());
        judge.equal("a report SUCCEEDED on the bus", true, told(asked, cast).contains("SUCCEEDED"));
        return judge.broken;
    }

    /// A sweep over what is at rest moves nothing.
    static List<String> restless(List<Done> sweep) {
        var judge = new Judge();
        judge.equal("what one more sweep changes", List.of(), changes(sweep));
        return judge.broken;
    }

    /// What was changed in EC2 or in a guest.
    static List<String> changes(List<Done> asked) {
        return asked.stream()
                .filter(Done::accepted)
                .map(Done::call)
                .filter(call -> call.changes()
                        && (call.service().equals("ec2") || call.service().equals("ssm")))
                .map(Call::kind)
                .toList();
    }

    private void placed(World world, Cast cast, String eni) {
        equal(
                "attachments of " + eni,
                List.of(cast.standby() + " at " + cast.index(eni) + ", attached"),
                world.attachments(eni));
        equal("routing of " + eni + " on the standby", true, world.routed(eni, cast.standby()));
    }

    private static long carriedOut(List<Done> asked, String kind) {
        return asked.stream()
                .filter(done -> done.accepted() && done.call().kind().equals(kind))
                .count();
    }

    /// The verdicts of the group that the bus has taken.
    static List<String> told(List<Done> asked, Cast cast) {
        return asked.stream()
                .filter(done -> done.accepted() && done.call().kind().equals("events PutEvents"))
                .flatMap(done -> StreamSupport.stream(
                        read(done.call().body()).path("Entries").spliterator(), false))
                .map(entry -> read(entry.path("Detail").asText()))
                .filter(report -> report.path("group").asText().equals(cast.group()))
                .map(report -> report.path("verdict").asText())
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("no JSON: " + json, wrong);
        }
    }

    private void equal(String what, Object wanted, Object found) {
        if (!Objects.equals(wanted, found)) {
            broken.add(what + ": should be " + wanted + ", is " + found);
        }
    }
}
