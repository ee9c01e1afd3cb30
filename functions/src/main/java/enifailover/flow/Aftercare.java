package enifailover.flow;

import enifailover.assess.Homeward;
import enifailover.execute.Cleaned;
import enifailover.group.Aftermath;
import enifailover.group.Aftermath.Debt;
import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.group.InstanceState;
import enifailover.group.Member;
import enifailover.group.ShellStatus;
import enifailover.group.ShellStatus.Reach;
import enifailover.plan.Interfaces;
import enifailover.port.Ledger;
import enifailover.port.Observer;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Ended;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the sweep does for a group that is at rest after a move: it remembers since when the preferred instance is
/// well, and has former holders that came back clean up their routing. One write where anything is new, else none; no
/// lease, so that it never stands in the way of a failover.
final class Aftercare {
    /// Sent so often at most; then a person is told.
    private static final int MOST_TRIES = 5;
    /// Before the command is sent again, doubled with each try. The document itself may run three minutes.
    private static final Duration PAUSE = Duration.ofMinutes(5);
    /// A former holder that did not come back for so long is forgotten.
    private static final Duration MEMORY = Duration.ofDays(30);
    /// After so long its agent is asked for only each quarter of an hour.
    private static final Duration YOUNG = Duration.ofHours(1);

    private static final Duration DELIVERY = Duration.ofSeconds(60);

    /// When a whole zone comes back the rest waits for the next sweep.
    private static final int MOST_AT_ONCE = 50;

    private final Observer observer;
    private final RemoteShell shell;
    private final Ledger ledger;
    private final Time time;
    private int asked;

    Aftercare(Observer observer, RemoteShell shell, Ledger ledger, Time time) {
        this.observer = observer;
        this.shell = shell;
        this.ledger = ledger;
        this.time = time;
    }

    /// @param groups as the sweep saw them, at rest
    /// @return what a person should know, in words
    List<String> look(List<GroupSnapshot> groups) {
        asked = 0;
        return groups.stream().flatMap(group -> look(group).stream()).toList();
    }

    private List<String> look(GroupSnapshot group) {
        List<String> warnings = new ArrayList<>();
        Aftermath before = group.memory().after();
        Aftermath next = Homeward.remembering(group, time.now());
        if (before.promise().isPresent() && next.promise().isEmpty()) {
            warnings.add(group.name() + ": a drill's promise to move the ENIs back is void: "
                    + before.promise().get());
        }
        next = next.withDebts(debts(group, warnings));
        try {
            if (!next.equals(before) && !ledger.keep(group.name(), before, next)) {
                // A run is at work, or has just been: the next sweep sees what it left.
                return List.of();
            }
        } catch (Refused refused) {
            warnings.add(group.name() + ": what follows the last move could not be written: " + refused.words());
        }
        return warnings;
    }

    private Map<InstanceId, Debt> debts(GroupSnapshot group, List<String> warnings) {
        Map<InstanceId, Debt> left = new TreeMap<>();
        group.memory().after().debts().forEach((id, debt) -> {
            try {
                settle(group, id, debt, warnings).ifPresent(still -> left.put(id, still));
            } catch (Refused refused) {
                warnings.add("the clean-up of " + id + " could not be looked after: " + refused.words());
                left.put(id, debt);
            }
        });
        return left;
    }

    /// @return what is still owed; empty when nothing is
    private Optional<Debt> settle(GroupSnapshot group, InstanceId id, Debt debt, List<String> warnings) {
        Optional<Instance> seen = group.member(id).map(Member::instance);
        boolean unrouted = !group.policy().routedBySsm();
        boolean gone = seen.isEmpty() || seen.get().state() == InstanceState.TERMINATED;
        boolean old = Duration.between(debt.since(), time.now()).compareTo(MEMORY) > 0;
        if (gone || old || unrouted || group.holders().contains(id)) {
            return Optional.empty();
        }
        if (seen.get().state() != InstanceState.RUNNING || asked >= MOST_AT_ONCE) {
            return Optional.of(debt);
        }
        Optional<Ended> ended = debt.command().flatMap(command -> shell.result(id, command));
        Optional<String> problem = ended.flatMap(Cleaned::problem);
        if (ended.isPresent() && problem.isEmpty()) {
            return Optional.empty();
        }
        if (debt.tries() >= MOST_TRIES && (ended.isPresent() || due(debt))) {
            warnings.add(group.name() + ": " + id + " still has routing of the group's ENIs after " + debt.tries()
                    + " clean-ups: " + problem.orElse("no result")
                    + "; reboot it, or run the document's cleanup by hand");
            return Optional.empty();
        }
        Optional<ShellStatus> agent = due(debt) ? reached(id) : Optional.empty();
        if (agent.isPresent() && !agent.get().routes()) {
            return Optional.empty(); // Windows was never routed, so there is nothing to take away
        }
        if (agent.isEmpty() || holds(group, id)) {
            return Optional.of(debt);
        }
        return Optional.of(sent(group, id, debt, warnings));
    }

    /// What the sweep saw may be as old as its longest failover, and the ENIs may have come back since.
    private boolean holds(GroupSnapshot group, InstanceId id) {
        Set<EniId> enis = group.enis().stream().map(Eni::id).collect(Collectors.toSet());
        return observer.enis(enis).stream().anyMatch(eni -> eni.heldBy(id));
    }

    private boolean due(Debt debt) {
        Instant now = time.now();
        if (debt.sentAt().isPresent()) {
            Duration pause = PAUSE.multipliedBy(1L << Math.max(0, debt.tries() - 1));
            return !now.isBefore(debt.sentAt().get().plus(pause));
        }
        boolean young = Duration.between(debt.since(), now).compareTo(YOUNG) < 0;
        return young || now.atOffset(ZoneOffset.UTC).getMinute() % 15 == 0;
    }

    private Optional<ShellStatus> reached(InstanceId id) {
        asked++;
        return observer.instance(id)
                .filter(one -> one.state() == InstanceState.RUNNING)
                .map(Instance::shell)
                .filter(agent -> agent.reach() == Reach.ONLINE);
    }

    /// Whoever moves the ENIs back to it meanwhile is not disturbed: the script cleans nothing of an interface that is
    /// there.
    private Debt sent(GroupSnapshot group, InstanceId id, Debt debt, List<String> warnings) {
        RemoteShell.Command command = new RemoteShell.Command("cleanup", Interfaces.inOneCommand(group.enis()), "");
        Optional<String> sent = Optional.empty();
        try {
            sent = Optional.of(shell.send(id, command, DELIVERY));
        } catch (Refused refused) {
            warnings.add(group.name() + ": the clean-up could not be sent to " + id + ": " + refused.words());
        }
        return new Debt(debt.since(), debt.tries() + 1, sent, Optional.of(time.now()));
    }
}
