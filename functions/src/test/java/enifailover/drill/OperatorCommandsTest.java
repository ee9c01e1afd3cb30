package enifailover.drill;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.event.Cause;
import enifailover.failover.Story;
import enifailover.model.InstanceState;
import enifailover.model.group.Situation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a person gets for an answer.
class OperatorCommandsTest {
    private static final String MOVE =
            "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"request_id\":\"monday\"}";

    private static JsonNode json(OperatorCommands.Response response) throws Exception {
        return new ObjectMapper().readTree(response.json());
    }

    private static String text(OperatorCommands.Response response) throws Exception {
        return json(response).path("text").asText();
    }

    @Test
    void theSameRequestTwiceIsOneMoveAndTheSameReport() throws Exception {
        Story story = new Story(usual());
        JsonNode first = json(story.asks(MOVE));
        JsonNode second = json(story.asks(MOVE));
        assertEquals(Optional.of(B), story.holder(ENI));
        assertEquals(first.path("reports"), second.path("reports"));
        assertTrue(second.has("repeated") && !first.has("repeated"));
        story.time.sleep(Duration.ofHours(25));
        assertEquals(
                "SUCCEEDED", json(story.asks(MOVE)).at("/reports/0/verdict").asText());
        assertEquals(Optional.of(A), story.holder(ENI));
    }

    @Test
    void theSameNameWithAnotherContentIsRefused() throws Exception {
        Story story = new Story(usual());
        story.asks(MOVE);
        JsonNode other = json(story.asks(MOVE.replace("}", ",\"target_s\":5}")));
        assertEquals("REFUSED", other.path("verdict").asText());
        assertTrue(other.path("words").asText().contains("other content"));
        assertEquals(Optional.of(B), story.holder(ENI));
    }

    @Test
    void whileItIsCarriedOutItIsSaidAndWhenItsFunctionDiedToo() throws Exception {
        Story story = new Story(usual());
        story.time.at(Duration.ofSeconds(2), () -> {
            try {
                String message = json(story.asks(MOVE)).path("words").asText();
                assertTrue(message.contains("still running in run person-0"), message);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            throw new UnsupportedOperationException("the function dies");
        });
        assertThrows(UnsupportedOperationException.class, () -> story.asks(MOVE));
        story.time.sleep(Duration.ofMinutes(16));
        String message = json(story.asks(MOVE)).path("words").asText();
        assertTrue(message.contains("which ended without a report before"), message);
    }

    /// What moved nothing may be tried again by the same name: a pipeline does just that.
    @Test
    void aRequestThatMovedNothingMayBeMadeAgain() throws Exception {
        Story story = new Story(usual().policy(p -> Situation.paused(p, java.time.Instant.MAX)));
        assertEquals("REFUSED", json(story.asks(MOVE)).at("/reports/0/verdict").asText());
        story.policy = enifailover.model.group.Policy.DEFAULT;
        assertEquals(
                "SUCCEEDED", json(story.asks(MOVE)).at("/reports/0/verdict").asText());
    }

    @Test
    void aPlanShowsItsStepsAndWhetherEc2WouldAllowThem() throws Exception {
        String text = text(new Story(usual()).asks("{\"action\":\"plan\",\"group\":\"sip\"}"));
        assertTrue(text.contains("\nPlan:\n  send the routing command to " + B), text);
        assertTrue(text.contains("EC2 would allow it"), text);
    }

    @Test
    void aDrillIsComparedWithThoseBeforeAndWithItsTarget() throws Exception {
        Story story = new Story(usual());
        String plain = "{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\",\"target_s\":5}";
        JsonNode first = json(story.asks(plain));
        assertTrue(first.at("/drill/passed").asBoolean(), first::toString);
        assertTrue(first.path("text").asText().contains("nothing, this is the first drill"));
        story.region.detaches = Duration.ofMillis(6500);
        JsonNode second = json(story.asks(plain));
        assertTrue(!second.at("/drill/passed").asBoolean(true), second::toString);
        String text = second.path("text").asText();
        assertTrue(text.contains("Target 5 s: FAILED"), text);
        assertTrue(text.contains("1 drill before. The last one, at 2026-03-04T05:06:07Z, took 4."), text);
        assertEquals(first.at("/reports/0/outage/wholeMs"), second.at("/drill/before/medianMs"));
        story.region.detaches = Duration.ofMillis(2500);
        JsonNode third = json(story.asks(plain));
        assertEquals(2, third.at("/drill/before/drills").asInt());
        assertEquals(second.at("/reports/0/outage/wholeMs"), third.at("/drill/before/lastMs"));
    }

    @Test
    void aDrillThatMovesBackPassesOnlyIfBothMovesDo() throws Exception {
        Story story = new Story(usual());
        story.time.at(Duration.ofSeconds(30), () -> story.region.detaches = Duration.ofSeconds(30));
        JsonNode answer = json(story.asks("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\","
                + "\"target_s\":6,\"back_after_s\":60}"));
        assertEquals(2, answer.path("reports").size());
        assertEquals("SUCCEEDED", answer.at("/reports/1/verdict").asText());
        assertTrue(!answer.at("/drill/passed").asBoolean(true));
    }

    @Test
    void statusSaysWhereTheEnisAreAndHowTheGroupStands() throws Exception {
        Story story = new Story(usual());
        String calm = text(story.asks("{\"action\":\"status\"}"));
        assertTrue(calm.startsWith("group  on "), calm);
        assertTrue(calm.contains("sip    " + A + "  healthy  " + ENI + "@1 attached  no      -          free"), calm);
        story.region.state(A, InstanceState.STOPPED);
        story.event(Cause.STATE_CHANGE, A);
        story.policy = Situation.paused(story.policy, story.time.now().plusSeconds(3600));
        story.groupStore.acquire(Story.SIP, "somebody", Duration.ofSeconds(30));
        JsonNode busy = json(story.asks("{\"action\":\"status\",\"group\":\"sip\"}"));
        JsonNode group = busy.at("/groups/0");
        assertEquals(B.value(), group.at("/holders/0").asText());
        assertEquals(A.value(), group.path("preferred").asText());
        assertTrue(group.path("paused").asBoolean());
        assertTrue(group.path("coolDownLeftS").asInt() > 290, group::toString);
        assertTrue(group.path("lease").asText().startsWith("somebody until 2026-"), group::toString);
        assertEquals("SUCCEEDED", group.at("/lastRun/verdict").asText());
        assertTrue(
                busy.path("text").asText().contains(A + " still has routing of this group; a clean-up is scheduled"),
                busy::toString);
        assertTrue(
                text(story.asks("{\"action\":\"status\",\"group\":\"other\"}")).contains("no ENI has"));
    }

    @Test
    void anUnfinishedMoveAndABrokenTableShow() throws Exception {
        Story story = new Story(usual());
        story.time.at(Duration.ofSeconds(2), () -> {
            throw new UnsupportedOperationException("the function dies");
        });
        assertThrows(UnsupportedOperationException.class, () -> story.asks(MOVE));
        assertTrue(text(story.asks("{\"action\":\"status\"}")).contains("UNFINISHED: a move to " + B));
        story.groupStore.away = true;
        assertTrue(text(story.asks("{\"action\":\"status\"}")).contains("dynamodb:UpdateItem was not answered"));
        assertTrue(text(story.asks("{\"action\":\"history\"}")).contains("dynamodb:UpdateItem was not answered"));
    }

    @Test
    void historyIsNewestFirstAndLimitedByCountAndByTime() throws Exception {
        Story story = new Story(usual());
        for (int i = 0; i < 5; i++) {
            story.asks("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}");
            story.time.sleep(Duration.ofHours(1));
        }
        JsonNode all = json(story.asks("{\"action\":\"history\"}"));
        assertEquals(5, all.path("runs").size());
        assertTrue(all.at("/runs/0/started")
                        .asText()
                        .compareTo(all.at("/runs/4/started").asText())
                > 0);
        assertEquals(
                2,
                json(story.asks("{\"action\":\"history\",\"limit\":2}"))
                        .path("runs")
                        .size());
        String since = story.time.now().minus(Duration.ofMinutes(150)).toString();
        assertEquals(
                2,
                json(story.asks("{\"action\":\"history\",\"group\":\"sip\",\"since\":\"" + since + "\"}"))
                        .path("runs")
                        .size());
        story.time.sleep(Duration.ofDays(91));
        assertEquals("the journal has no matching run\n", text(story.asks("{\"action\":\"history\"}")));
    }

    @Test
    void historyAsCsvHasAHeadAndALineARun() throws Exception {
        Story story = new Story(usual());
        story.asks("{\"action\":\"failover\",\"group\":\"sip\",\"confirm\":\"sip\"}");
        String[] lines =
                text(story.asks("{\"action\":\"history\",\"format\":\"csv\"}")).split("\r\n", -1);
        assertEquals("started,group,verdict,cause,from,to,took_s,attach_gap_s,outage_s,run_id,words", lines[0]);
        assertTrue(lines[1].startsWith("2026-03-04T05:06:07Z,sip,SUCCEEDED,DRILL," + A + "," + B + ","), lines[1]);
        // The sentence has a comma.
        assertTrue(lines[1].endsWith("because an operator requested it.\""), lines[1]);
        assertEquals(3, lines.length);
    }
}
