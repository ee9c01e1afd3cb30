package enifailover.readiness;

import enifailover.execute.RoutingResult;
import enifailover.model.InstanceId;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.RoutingCheck;
import enifailover.model.audit.RoutingCheck.Said;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.plan.RoutingParameters;
import enifailover.port.CommandRunner;
import enifailover.port.CommandRunner.Command;
import enifailover.port.Scheduler;
import enifailover.readiness.CommandBatch.CommandOutcome;
import enifailover.readiness.CommandBatch.GuestCommand;
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

/// Runs the routing script's `verify` on the actives. One audit has time for about 150 of them and begins with those
/// that were verified longest ago. A result counts until the next one.
public final class RoutingVerifier {
    /// Seconds to wait for the interface.
    private static final String OPTIONS = "wait=5";

    /// An audit after an event does not repeat a younger, good result.
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final CommandBatch commandBatch;
    private final Scheduler scheduler;

    public RoutingVerifier(CommandRunner shell, Scheduler scheduler) {
        this.commandBatch = new CommandBatch(shell, scheduler);
        this.scheduler = scheduler;
    }

    /// @param before what earlier audits stored, by group
    /// @param until when to stop waiting
    /// @param warnings failures are added
    /// @return the results of those that were asked
    Map<GroupName, RoutingCheck> ask(
            List<GroupSnapshot> groups, Map<GroupName, AuditBaseline> before, Instant until, List<String> warnings) {
        Map<GuestCommand, GroupName> asked = new LinkedHashMap<>();
        Comparator<GroupSnapshot> longestAgo = Comparator.comparing(group -> askedAt(group, before));
        groups.stream()
                .filter(GroupSnapshot::onOneInstance)
                .filter(group -> group.policy().routedBySsm())
                .filter(group -> group.instance(active(group)).shell().reach() == Reach.ONLINE)
                .filter(group -> group.instance(active(group)).shell().routes())
                .filter(group -> !fresh(group, before))
                .sorted(longestAgo.thenComparing(GroupSnapshot::name))
                .forEach(group -> commands(group).forEach(guestCommand -> asked.put(guestCommand, group.name())));
        Map<GroupName, List<RoutingCheck>> said = new TreeMap<>();
        commandBatch.run(List.copyOf(asked.keySet()), until).forEach((guestCommand, commandOutcome) -> {
            GroupName group = Optional.ofNullable(asked.get(guestCommand)).orElseThrow();
            List<RoutingCheck> ofGroup = said.computeIfAbsent(group, _ -> new ArrayList<>());
            switch (commandOutcome) {
                case CommandOutcome.Answered(var ended) -> ofGroup.add(verified(guestCommand, RoutingResult.of(ended)));
                case CommandOutcome.Silent() ->
                    ofGroup.add(verified(
                            guestCommand, Said.SILENT, "no result within " + CommandBatch.TIMEOUT.toSeconds() + " s"));
                case CommandOutcome.NotSent(var awsCallException) ->
                    warnings.add("the routing of " + group + " could not be verified: " + awsCallException.message());
            }
        });
        Map<GroupName, RoutingCheck> whole = new TreeMap<>();
        said.forEach((group, ofGroup) -> ofGroup.stream()
                .filter(one -> one.said() != Said.ROUTED)
                .findFirst()
                .or(() -> Optional.of(ofGroup)
                        .filter(all -> all.size() == Collections.frequency(asked.values(), group))
                        .filter(all -> !all.isEmpty())
                        .map(List::getLast))
                .ifPresent(routingCheck -> whole.put(group, routingCheck)));
        return whole;
    }

    /// One command for each part; all must succeed.
    private static List<GuestCommand> commands(GroupSnapshot group) {
        return RoutingParameters.commands(group.enis()).stream()
                .map(interfaces -> new GuestCommand(active(group), new Command("verify", interfaces, OPTIONS)))
                .toList();
    }

    private static InstanceId active(GroupSnapshot group) {
        return group.holders().getFirst();
    }

    private static Optional<RoutingCheck> last(GroupSnapshot group, Map<GroupName, AuditBaseline> before) {
        return before.getOrDefault(group.name(), AuditBaseline.NOTHING)
                .verified()
                .filter(last -> last.on().equals(active(group)));
    }

    private static Instant askedAt(GroupSnapshot group, Map<GroupName, AuditBaseline> before) {
        return last(group, before).map(RoutingCheck::at).orElse(Instant.EPOCH);
    }

    private boolean fresh(GroupSnapshot group, Map<GroupName, AuditBaseline> before) {
        return last(group, before)
                .filter(said -> said.said() == Said.ROUTED)
                .filter(said -> scheduler.now().isBefore(said.at().plus(FRESH)))
                .isPresent();
    }

    private RoutingCheck verified(GuestCommand guestCommand, RoutingResult result) {
        return switch (result.kind()) {
            case VERIFIED, VERIFIED_WITH_WARNINGS -> verified(guestCommand, Said.ROUTED, result.message());
            case NOT_VERIFIED, NO_SHOW -> verified(guestCommand, Said.NOT_ROUTED, result.message());
            case NOT_DELIVERED -> verified(guestCommand, Said.SILENT, result.message());
        };
    }

    private RoutingCheck verified(GuestCommand guestCommand, Said said, String message) {
        return new RoutingCheck(guestCommand.instance(), scheduler.now(), said, message);
    }
}
