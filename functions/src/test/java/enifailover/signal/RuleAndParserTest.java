package enifailover.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.signal.Signal.NotOurs;
import enifailover.signal.Signal.Reason;
import enifailover.template.Rules;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The template's rules and the parsers agree: what wakes the function it can read, and what it can read wakes it.
class RuleAndParserTest {
    private final Rules rules = Rules.waking("FailoverFunction");
    private final Signals signals = new Signals(Fixtures.REGION);

    @Test
    void whatARuleLetsInAParserKnows() {
        Set<String> unknown = new TreeSet<>();
        Fixtures.all().forEach((name, event) -> {
            boolean dropped = signals.read(event).getFirst() instanceof NotOurs it && it.reason() != Reason.NO_ACTION;
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
            if (!woken(event) && !(signals.read(event).getFirst() instanceof NotOurs)) {
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
