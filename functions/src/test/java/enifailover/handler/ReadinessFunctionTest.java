package enifailover.handler;

import static enifailover.handler.FunctionLab.call;
import static enifailover.handler.FunctionLab.stopped;
import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes in, report out: the audit as Lambda calls it, over the real SDK.
class ReadinessFunctionTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static void in(boolean reportOnly, boolean stages, BiConsumer<Region, FunctionLab> story) {
        VirtualTime.run(7, time -> {
            Region region = Scenes.pair(time).build();
            story.accept(region, new FunctionLab(region, DYNAMO.running(), time, reportOnly, "eni-failover:", stages));
        });
    }

    private static final String AUDIT = "{\"action\":\"audit\"}";

    private static List<String> writes(Region region) {
        return region.calls().stream()
                .filter(call -> call.attempt().kind() == Kind.WRITE)
                .filter(call -> !call.attempt().service().equals("events"))
                .map(call -> call.attempt().action())
                .distinct()
                .sorted() // the command and the detach leave side by side
                .toList();
    }

    private static List<String> commands(Region region) {
        return region.calls().stream()
                .filter(call -> call.attempt().action().equals("SendCommand"))
                .map(call -> call.attempt().subject().replaceAll("\\{.*Verb=\\[(\\w+)].*}", "$1"))
                .toList();
    }

    private static List<String> putRight(JsonNode answer) {
        return StreamSupport.stream(answer.path("repaired").spliterator(), false)
                .map(one -> one.path("words").asText())
                .toList();
    }

    @Test
    void throughTheAliasReadAnAuditIsAllThatIsAllowed() {
        in(false, false, (region, lab) -> {
            for (String other : List.of(
                    "{\"action\":\"accept\",\"group\":\"web\"}",
                    "{\"action\":\"accept\",\"gone\":\"all\"}",
                    "{\"source\":\"eni-failover\",\"detail-type\":\"Readiness\"}")) {
                JsonNode answer = FunctionLab.callBy("read", lab.readiness, other);
                assertTrue(answer.path("words").asText().contains("alias read"), answer::toString);
            }
            assertEquals(List.of(), region.calls(), "nothing was asked of AWS");
            assertEquals(
                    1,
                    FunctionLab.callBy("read", lab.readiness, AUDIT)
                            .path("groups")
                            .asInt());
        });
    }

    @Test
    void aPersonGetsTheWholeReportAsJsonAndAsText() {
        in(false, false, (region, lab) -> {
            JsonNode answer = call(lab.readiness, AUDIT);
            assertEquals(1, answer.path("groups").asInt(), answer::toPrettyString);
            assertEquals(ACTIVE, answer.path("audits").path(0).path("active").asText());
            assertEquals(STANDBY, answer.path("audits").path(0).path("next").asText());
            assertTrue(answer.path("text").asText().startsWith("ENI Failover readiness at "));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "audit",
                "[]",
                "\"audit\"",
                "null",
                "{",
                "{}",
                "{\"action\":1}",
                "{\"action\":\"Audit\"}",
                "{\"action\":\"drill\",\"group\":\"a\"}",
                "{\"action\":\"accept\"}",
                "{\"action\":\"accept\",\"group\":\"\"}",
                "{\"action\":\"accept\",\"group\":\"a b\"}",
                "{\"action\":\"accept\",\"group\":[\"a\"]}",
                "{\"action\":\"audit\",\"group\":\"a\"}",
                "{\"action\":\"audit\",\"grup\":\"a\"}"
            })
    void eachMistakeShowsTheRightFormAndAsksAwsNothing(String request) {
        in(false, false, (region, lab) -> {
            region.forgetCalls();
            String message = call(lab.readiness, request).path("words").asText();
            assertTrue(message.contains("{\"action\":\"audit\"}"), message);
            assertTrue(message.contains("{\"action\":\"accept\",\"group\":\"NAME\"}"), message);
            assertEquals(List.of(), region.calls());
        });
    }

    @Test
    void theScheduleAudits() {
        in(false, false, (region, lab) -> {
            String schedule = "{\"source\":\"eni-failover\",\"detail-type\":\"Readiness\"}";
            assertEquals(1, call(lab.readiness, schedule).path("groups").asInt());
        });
    }

    @Test
    void anInstanceOfOthersIsOneLookAndNoAudit() {
        in(false, false, (region, lab) -> {
            region.forgetCalls();
            JsonNode answer = call(lab.readiness, stopped("i-0ffffffffffffffff"));
            assertFalse(answer.has("groups"), answer::toPrettyString);
            assertTrue(answer.path("words").asText().contains("concerns no group"), answer::toPrettyString);
            assertTrue(region.calls().size() <= 2, region.calls()::toString);
        });
    }

    @Test
    void aStandbyThatStopsIsHeardOfHalfAMinuteLaterAndOnce() {
        in(false, false, (region, lab) -> {
            call(lab.readiness, AUDIT);
            region.strike(scenery -> scenery.stop(STANDBY, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            Instant event = region.time().now();
            JsonNode answer = call(lab.readiness, stopped(STANDBY));
            assertEquals(1, answer.path("groups").asInt(), answer::toPrettyString);
            assertEquals(0, answer.path("ready").asInt());
            assertTrue(Duration.between(event, region.time().now()).toSeconds() >= 30);
            assertFalse(call(lab.readiness, stopped(STANDBY)).has("groups"), "the same event again");
        });
    }

    @Test
    void whereEc2DoesNotAnswerLambdaIsToDeliverAgain() {
        in(false, false, (region, lab) -> {
            region.faults().deny("ec2:DescribeNetworkInterfaces");
            assertThrows(EventNotProcessed.class, () -> call(lab.readiness, AUDIT));
        });
    }

    @Test
    void itPutsRightAndSaysSoAndOnlyReportsWhereItIsToldTo() {
        in(false, false, (region, lab) -> {
            JsonNode answer = call(lab.readiness, AUDIT);
            assertEquals(List.of("PutMetricAlarm"), writes(region));
            assertEquals(6, putRight(answer).size());
        });
        in(true, true, (region, lab) -> {
            JsonNode answer = call(lab.readiness, AUDIT);
            assertEquals(List.of(), writes(region));
            assertEquals(List.of(), putRight(answer));
        });
    }

    /// The failover asks EC2 and Systems Manager for the very same, and ends the same.
    @Test
    void aFailoverIsTheSameWithRoutingStagedAndWithout() {
        List<List<String>> asked = List.of(failover(true), failover(false));
        assertEquals(asked.getFirst(), asked.getLast());
    }

    private static List<String> failover(boolean stages) {
        List<String> asked = new ArrayList<>();
        in(false, stages, (region, lab) -> {
            List<String> right = putRight(call(lab.readiness, AUDIT));
            String message = "staged the routing of %s on %s"
                    .formatted(region.eni(ENI).tags().get("eni-failover:group"), STANDBY);
            assertEquals(stages, right.contains(message), right::toString);
            assertEquals(
                    stages ? Set.of(ENI) : Set.of(),
                    region.hosts().staged(STANDBY).keySet());
            assertEquals(Set.of(), region.hosts().staged(ACTIVE).keySet());
            region.forgetCalls();
            call(lab.readiness, AUDIT);
            assertEquals(List.of(), commands(region), "it is there");
            region.strike(scenery -> scenery.stop(ACTIVE, true, "a person stopped it"));
            region.time().sleep(Duration.ofSeconds(60));
            region.forgetCalls();
            JsonNode report =
                    call(lab.failover, stopped(ACTIVE)).path("reports").path(0);
            asked.add(report.path("verdict").asText());
            asked.addAll(writes(region));
            asked.addAll(commands(region));
            assertTrue(region.hosts().routed(STANDBY).containsKey(ENI));
            assertEquals(Set.of(), region.hosts().staged(STANDBY).keySet(), "it is the holder's own now");
            report.path("steps").forEach(step -> asked.add(step.path("result").asText()));
            region.forgetCalls();
            call(lab.readiness, AUDIT);
            assertEquals(List.of(), commands(region), "the former active is off");
        });
        assertTrue(asked.contains("SUCCEEDED"), asked::toString);
        return asked;
    }
}
