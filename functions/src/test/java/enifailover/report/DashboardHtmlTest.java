package enifailover.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.assess.Assessment;
import enifailover.assess.Assessment.NoAction;
import enifailover.assess.Verdict;
import enifailover.model.group.Situation;
import enifailover.report.GroupCard.GroupHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DashboardHtmlTest {
    private static final NoAction WELL = new NoAction(Verdict.HEALTHY, List.of("all checks passed"));
    /// Every tag that the page may have. None of them runs, loads or leads anywhere.
    private static final Set<String> PLAIN =
            Set.of("style", "div", "span", "table", "thead", "tbody", "tr", "th", "td", "code");

    private static GroupCard card(Assessment assessment, RunSummary... runs) {
        return new GroupCard(Situation.usual().snapshot(), assessment, List.of(runs));
    }

    private static Dashboard board(List<GroupCard> cards, Map<GroupHealth, Long> standings, String... warnings) {
        return new Dashboard(Situation.NOW, "eni-failover:", cards, standings, List.of(warnings));
    }

    private static String page(GroupCard... cards) {
        return DashboardHtml.of(board(List.of(cards), Dashboard.count(List.of(cards))), false);
    }

    @Test
    void showsTheGroupItsHolderItsMembersAndItsLastRuns() {
        String page =
                page(card(WELL, run("SUCCEEDED", Duration.ofMinutes(12), Duration.ofMillis(5100), "Group sip moved")));
        for (String shown : List.of(
                "sip",
                "1 healthy",
                Situation.ENI.value(),
                Situation.A + " index 1",
                "active, running",
                Situation.B.value(),
                "standby, running",
                "SUCCEEDED, 5.1 s",
                "12 min ago",
                "Group sip moved")) {
            assertTrue(page.contains(shown), shown + " is not in " + page);
        }
    }

    /// Whoever may tag an instance writes what is shown here.
    @Test
    void nothingThatIsShownBecomesMarkup() {
        Random random = new Random(5);
        List<String> hostile = List.of(
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</style><cwdb-action action=\"call\">",
                "&lt;already&gt;",
                "<a href=\"javascript:alert(1)\">x</a>");
        for (int i = 0; i < 500; i++) {
            String message = hostile.get(random.nextInt(hostile.size())) + (char) random.nextInt(0x3000);
            String page = DashboardHtml.of(
                    board(
                            List.of(card(
                                    new NoAction(Verdict.INCONCLUSIVE, List.of(message)),
                                    run(message, Duration.ZERO, Duration.ZERO, message))),
                            Map.of(GroupHealth.UNCLEAR, 1L),
                            message),
                    true);
            assertEquals(Set.of(), notPlain(page), page);
            assertEquals(Set.of(), notPlain(DashboardHtml.problem(message, false)));
        }
    }

    /// The names of the page's tags that are not allowed, and every attribute that is neither class nor title.
    private static Set<String> notPlain(String page) {
        Set<String> wrong = new TreeSet<>();
        Pattern.compile("<(/?)([a-zA-Z!][^\\s>]*)([^>]*)>")
                .matcher(page)
                .results()
                .forEach(tag -> {
                    if (!PLAIN.contains(tag.group(2)) || !tag.group(3).matches("( (class|title)=\"[^\"<>]*\")*")) {
                        wrong.add(tag.group());
                    }
                });
        return wrong;
    }

    @Test
    void theCheckAboveFindsWhatItIsFor() {
        assertEquals(Set.of("<script>"), notPlain("<div class=\"a\"><script>"));
        assertEquals(Set.of("<div onclick=\"x\">"), notPlain("<div onclick=\"x\">"));
        assertEquals(Set.of("<a href=\"x\">"), notPlain("<a href=\"x\">"));
    }

    @Test
    void bothThemesAreThereAndDiffer() {
        Dashboard dashboard = board(List.of(card(WELL)), Map.of(GroupHealth.WELL, 1L));
        assertFalse(DashboardHtml.of(dashboard, true).equals(DashboardHtml.of(dashboard, false)));
        assertTrue(DashboardHtml.of(dashboard, true).startsWith("<style>"));
    }

    @Test
    void whatIsNotShownIsCounted() {
        String page = DashboardHtml.of(board(List.of(card(WELL)), Map.of(GroupHealth.WELL, 961L)), false);
        assertTrue(page.contains("961 healthy") && page.contains("960 more groups"), page);
    }

    @Test
    void withoutAGroupItSaysWhichTagMakesOne() {
        assertTrue(page().contains("Put the tag eni-failover:group on an ENI"), page());
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictHasItsStanding(Verdict verdict) {
        GroupHealth expected =
                switch (verdict) {
                    case NO_STANDBY, FAILED, NO_GROUP, REFUSED, SPLIT, ROUTING_UNVERIFIED -> GroupHealth.DUE;
                    case PAUSED, COOLING_DOWN, DISABLED, LIMIT_REACHED, ZONE_STOPPED, REPORTED, ANNOUNCED ->
                        GroupHealth.HELD;
                    case INCONCLUSIVE, BUSY -> GroupHealth.UNCLEAR;
                    case HEALTHY, MOVED_ALREADY, SUCCEEDED, PLANNED -> GroupHealth.WELL;
                };
        assertEquals(expected, card(new NoAction(verdict, List.of())).standing());
    }

    @Test
    void anActiveWithoutAWellStandbyIsNotCalledWell() {
        GroupCard alone = new GroupCard(
                Situation.usual().without(Situation.B).without(Situation.C).snapshot(), WELL, List.of());
        assertEquals(GroupHealth.ALONE, alone.standing());
        assertTrue(page(alone).contains("no standby"), page(alone));
    }

    @Test
    void agesAreInTheLargestUnitThatFits() {
        assertEquals("0 s ago", DashboardHtml.ago(Duration.ofSeconds(-3)));
        assertEquals("61 s ago", DashboardHtml.ago(Duration.ofSeconds(61)));
        assertEquals("2 min ago", DashboardHtml.ago(Duration.ofMinutes(2)));
        assertEquals("119 min ago", DashboardHtml.ago(Duration.ofMinutes(119)));
        assertEquals("47 h ago", DashboardHtml.ago(Duration.ofHours(47)));
        assertEquals("2 days ago", DashboardHtml.ago(Duration.ofHours(50)));
    }

    @Test
    void aReportOfAnotherReleaseIsStillShown() {
        String page = page(card(WELL, RunSummary.of("sip", Situation.NOW, "r", "SUCCEEDED", "{")));
        assertTrue(page.contains("SUCCEEDED") && !page.contains("0.0 s"), page);
    }

    private static RunSummary run(String verdict, Duration before, Duration took, String message) {
        return new RunSummary(
                Situation.NOW.minus(before),
                "sip",
                verdict,
                "STATE_CHANGE",
                "",
                "",
                took,
                Optional.empty(),
                Optional.empty(),
                "r",
                message);
    }
}
