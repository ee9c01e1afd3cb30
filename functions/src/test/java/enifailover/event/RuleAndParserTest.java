package enifailover.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.event.Signal.Ignored;
import enifailover.event.Signal.Reason;
import enifailover.template.Rules;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The template's rules and the parsers agree: what wakes the function it can read, and what it can read wakes it.
class RuleAndParserTest {
    private final Rules rules = Rules.waking("FailoverFunction");
    private final EventParser eventParser = new EventParser(Fixtures.REGION);

    @Test
    void whatARuleLetsInAParserKnows() {
        Set<String> unknown = new TreeSet<>();
        Fixtures.all().forEach((name, event) -> {
            boolean dropped =
                    eventParser.read(event).getFirst() instanceof Ignored it && it.reason() != Reason.NO_ACTION;
            if (woken(event) && dropped) {
                unknown.add(name);
            }
        });
        assertEquals(Set.of(), unknown);
    }

    @Test
    void whatAParserKnowsARuleLetsIn() {
        Set<String> asleep = new TreeSet<>();
        Fixtures.all().forEach((name, event) -> {
            if (!woken(event) && !(eventParser.read(event).getFirst() instanceof Ignored)) {
                asleep.add(name);
            }
        });
        assertEquals(
                Set.of(
                        // An alarm's own action needs no rule.
                        "alarm-action-composite-alarm",
                        "alarm-action-status-check-alarm",
                        "alarm-action-status-check-contributor",
                        "alarm-action-status-check-insufficient-data",
                        // An instance's state says it better, and comes by itself; read all the same if it comes.
                        "cloudwatch-alarm-status-check-system-insufficient-data",
                        // A schedule needs no rule.
                        "sweep",
                        "eventbridge-scheduled-rule-tick-sweep"),
                asleep);
    }

    private boolean woken(byte[] event) {
        return !rules.matching(new String(event, StandardCharsets.UTF_8)).isEmpty();
    }
}
