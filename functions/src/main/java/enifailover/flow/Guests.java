package enifailover.flow;

import enifailover.execute.RoutingResult;
import enifailover.flow.Errands.Came;
import enifailover.flow.Errands.Errand;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.ShellStatus.Reach;
import enifailover.plan.Interfaces;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Command;
import enifailover.port.Time;
import enifailover.survey.Accepted;
import enifailover.survey.Verified;
import enifailover.survey.Verified.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Asks the guests of the actives whether they route for their ENIs: the script's own `verify`, by Systems Manager. An
/// audit has time for about 150 of them; who was not asked for longest comes first, so that of a thousand groups each
/// is asked within seven audits, and what was said stands until then.
public final class Guests {
    /// The interface is there, or should be.
    private static final String OPTIONS = "wait=5";

    /// Who said lately that it routes is not asked again by an audit that an event woke.
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Errands errands;
    private final Time time;

    public Guests(RemoteShell shell, Time time) {
        this.errands = new Errands(shell, time);
        this.time = time;
    }

    /// @param before what was remembered, by group
    /// @param until when to stop waiting
    /// @param warnings what could not be asked is added
    /// @return of those that were asked
    Map<GroupName, Verified> ask(
            List<GroupSnapshot> groups, Map<GroupName, Accepted> before, Instant until, List<String> warnings) {
        Map<Errand, GroupName> asked = new LinkedHashMap<>();
        Comparator<GroupSnapshot> longestAgo = Comparator.comparing(group -> askedAt(group, before));
        groups.stream()
                .filter(GroupSnapshot::together)
                .filter(group -> group.policy().routedBySsm())
                .filter(group -> group.instance(active(group)).shell().reach() == Reach.ONLINE)
                .filter(group -> group.instance(active(group)).shell().routes())
                .filter(group -> !fresh(group, before))
                .sorted(longestAgo.thenComparing(GroupSnapshot::name))
                .forEach(group -> errands(group).forEach(errand -> asked.put(errand, group.name())));
        Map<GroupName, List<Verified>> said = new TreeMap<>();
        errands.run(List.copyOf(asked.keySet()), until).forEach((errand, came) -> {
            GroupName group = Optional.ofNullable(asked.get(errand)).orElseThrow();
            List<Verified> ofGroup = said.computeIfAbsent(group, _ -> new ArrayList<>());
            switch (came) {
                case Came.Answered(var ended) -> ofGroup.add(verified(errand, RoutingResult.of(ended)));
                case Came.Silent() ->
                    ofGroup.add(
                            verified(errand, Said.SILENT, "no answer within " + Errands.PATIENCE.toSeconds() + " s"));
                case Came.NotSent(var refused) ->
                    warnings.add("the guest of " + group + " could not be asked: " + refused.words());
            }
        });
        Map<GroupName, Verified> whole = new TreeMap<>();
        said.forEach((group, ofGroup) -> ofGroup.stream()
                .filter(one -> one.said() != Said.ROUTED)
                .findFirst()
                .or(() -> Optional.of(ofGroup)
                        .filter(all -> all.size() == Collections.frequency(asked.values(), group))
                        .filter(all -> !all.isEmpty())
                        .map(List::getLast))
                .ifPresent(verified -> whole.put(group, verified)));
        return whole;
    }

    /// All of them have to be routed.
    private static List<Errand> errands(GroupSnapshot group) {
        return Interfaces.commands(group.enis()).stream()
                .map(interfaces -> new Errand(active(group), new Command("verify", interfaces, OPTIONS)))
                .toList();
    }

    private static InstanceId active(GroupSnapshot group) {
        return group.holders().getFirst();
    }

    private static Optional<Verified> last(GroupSnapshot group, Map<GroupName, Accepted> before) {
        return before.getOrDefault(group.name(), Accepted.NOTHING).verified().filter(last -> last.on()
                .equals(active(group)));
    }

    private static Instant askedAt(GroupSnapshot group, Map<GroupName, Accepted> before) {
        return last(group, before).map(Verified::at).orElse(Instant.EPOCH);
    }

    private boolean fresh(GroupSnapshot group, Map<GroupName, Accepted> before) {
        return last(group, before)
                .filter(said -> said.said() == Said.ROUTED)
                .filter(said -> time.now().isBefore(said.at().plus(FRESH)))
                .isPresent();
    }

    private Verified verified(Errand errand, RoutingResult result) {
        return switch (result.kind()) {
            case VERIFIED, VERIFIED_WITH_WARNINGS -> verified(errand, Said.ROUTED, result.words());
            case NOT_VERIFIED, NO_SHOW -> verified(errand, Said.NOT_ROUTED, result.words());
            case NOT_DELIVERED -> verified(errand, Said.SILENT, result.words());
        };
    }

    private Verified verified(Errand errand, Said said, String words) {
        return new Verified(errand.instance(), time.now(), said, words);
    }
}
