package enifailover.flow;

import enifailover.assess.Assessor;
import enifailover.assess.Trigger;
import enifailover.group.GroupMemory;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.port.Ledger;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.Sight;
import enifailover.port.Time;
import enifailover.report.Board;
import enifailover.report.Card;
import enifailover.report.RunRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Looks at all groups for people, and changes nothing: the sweep's cheap look, and the journal of the groups shown.
public final class Boards {
    /// A dashboard shows this many groups in detail, the most urgent; each costs one query of the journal.
    private static final int MOST_CARDS = 40;

    private static final int RUNS = 3;

    private final Observer observer;
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final Assessor assessor;
    private final Time time;
    private final String prefix;

    /// @param prefix what the tags begin with, for the words
    public Boards(Observer observer, Ledger ledger, Snapshots snapshots, Assessor assessor, Time time, String prefix) {
        this.observer = observer;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.assessor = assessor;
        this.time = time;
        this.prefix = prefix;
    }

    /// @param only the groups to show; all where it is empty
    /// @throws Refused when EC2 could not be asked
    public Board show(Set<GroupName> only) {
        List<String> warnings = new ArrayList<>();
        Optional<Map<GroupName, GroupMemory>> memories = memories(warnings);
        Sight sight = observer.lookAtAll();
        warnings.addAll(sight.warnings());
        Instant now = time.now();
        List<Card> all = new ArrayList<>();
        for (GroupName name : snapshots.names(sight)) {
            if (only.isEmpty() || only.contains(name)) {
                GroupMemory memory = memories.orElse(Map.of()).getOrDefault(name, GroupMemory.NONE);
                GroupSnapshot group = snapshots.of(name, sight, memory);
                all.add(new Card(group, assessor.assess(group, Trigger.SWEEP, now), List.of()));
            }
        }
        List<Card> cards =
                all.stream().sorted(Board.URGENT_FIRST).limit(MOST_CARDS).toList();
        List<Card> shown = memories.isPresent() ? withRuns(cards, warnings) : cards;
        return new Board(now, prefix, shown, Board.count(all), List.copyOf(warnings));
    }

    /// Empty when the table is away.
    private Optional<Map<GroupName, GroupMemory>> memories(List<String> warnings) {
        try {
            return Optional.of(ledger.memories());
        } catch (Refused refused) {
            warnings.add("The table could not be read, so no run is shown: " + refused.words());
            return Optional.empty();
        }
    }

    /// A card as it is shown, or why its journal could not be read.
    private record Read(Card card, Optional<String> problem) {}

    private List<Card> withRuns(List<Card> cards, List<String> warnings) {
        if (cards.isEmpty()) {
            return cards;
        }
        List<Read> read = time.<Read>together(
                cards.stream().map(card -> (Callable<Read>) () -> read(card)).toList());
        read.stream().flatMap(one -> one.problem().stream()).limit(1).forEach(warnings::add);
        return read.stream().map(Read::card).toList();
    }

    private Read read(Card card) {
        try {
            GroupName name = card.group().name();
            List<RunRow> runs = ledger.history(name, RUNS).stream()
                    .map(run -> RunRow.of(name.value(), run.at(), run.runId(), run.verdict(), run.reportJson()))
                    .toList();
            return new Read(new Card(card.group(), card.assessment(), runs), Optional.empty());
        } catch (Refused refused) {
            return new Read(card, Optional.of("Not every journal could be read: " + refused.words()));
        }
    }
}
