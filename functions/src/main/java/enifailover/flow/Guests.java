package enifailover.flow;

import enifailover.execute.RoutingResult;
import enifailover.execute.RoutingResult.Kind;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.InstanceId;
import enifailover.group.ShellStatus;
import enifailover.group.ShellStatus.Reach;
import enifailover.plan.Interfaces;
import enifailover.port.Refused;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Command;
import enifailover.port.Time;
import enifailover.readiness.GuestSaid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Asks the guests of the actives whether they route for their ENIs: the script's own `verify`, by Systems Manager. All
/// commands are sent first, then looked at, so that a thousand guests work at once.
public final class Guests {
    private static final Duration DELIVERY = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final RemoteShell shell;
    private final Time time;

    private record Asked(GroupName group, InstanceId active, String command) {}

    public Guests(RemoteShell shell, Time time) {
        this.shell = shell;
        this.time = time;
    }

    /// @param until when to stop waiting: a guest that has not answered by then has said nothing
    /// @param warnings what could not be asked is added
    Map<GroupName, GuestSaid> ask(List<GroupSnapshot> groups, Instant until, List<String> warnings) {
        List<Asked> open = new ArrayList<>();
        for (GroupSnapshot group : groups) {
            if (!group.together() || !time.now().isBefore(until)) {
                continue;
            }
            InstanceId active = group.holders().getFirst();
            ShellStatus agent = group.instance(active).shell();
            if (agent.reach() != Reach.ONLINE || !agent.routes()) {
                continue;
            }
            try {
                String id = shell.send(active, new Command("verify", Interfaces.of(group.enis()), ""), DELIVERY);
                open.add(new Asked(group.name(), active, id));
            } catch (Refused refused) {
                warnings.add("the guest of " + group.name() + " could not be asked: " + refused.words());
            }
        }
        Map<GroupName, GuestSaid> said = new TreeMap<>();
        while (!open.isEmpty() && time.now().isBefore(until)) {
            time.sleep(PAUSE);
            open.removeIf(asked -> answered(asked, said, warnings));
        }
        open.forEach(asked -> warnings.add("the guest of " + asked.group() + ", " + asked.active()
                + ", did not answer the question whether it routes"));
        return said;
    }

    private boolean answered(Asked asked, Map<GroupName, GuestSaid> said, List<String> warnings) {
        try {
            Optional<RemoteShell.Ended> ended = shell.result(asked.active(), asked.command());
            ended.map(RoutingResult::of)
                    .ifPresent(result ->
                            said.put(asked.group(), new GuestSaid(result.kind() != Kind.NOT_VERIFIED, result.words())));
            return ended.isPresent();
        } catch (Refused refused) {
            if (refused.refusal().passing()) {
                return false;
            }
            warnings.add("the guest of " + asked.group() + " could not be heard: " + refused.words());
            return true;
        }
    }
}
