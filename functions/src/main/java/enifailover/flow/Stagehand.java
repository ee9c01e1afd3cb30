package enifailover.flow;

import enifailover.execute.Cleaned;
import enifailover.execute.StagingResult;
import enifailover.flow.Errands.Came;
import enifailover.flow.Errands.Errand;
import enifailover.group.GroupName;
import enifailover.group.GroupSnapshot;
import enifailover.group.Instance;
import enifailover.group.InstanceId;
import enifailover.port.RemoteShell;
import enifailover.port.RemoteShell.Command;
import enifailover.port.Time;
import enifailover.readiness.Audit.Kept;
import enifailover.readiness.Staging;
import enifailover.readiness.Staging.Due;
import enifailover.survey.Accepted;
import enifailover.survey.Staged;
import enifailover.survey.Staged.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Has standbys write their routing file before the ENIs come, and take it away when they leave the group. Nothing else
/// depends on it: the failover's own command does the whole work wherever it finds nothing.
public final class Stagehand {
    private final Errands errands;
    private final Staging staging;
    private final Time time;

    public Stagehand(RemoteShell shell, Staging staging, Time time) {
        this.errands = new Errands(shell, time);
        this.staging = staging;
        this.time = time;
    }

    /// What became of it.
    ///
    /// @param staged what holds now, of the groups in which anything changed
    /// @param kept each change in words, and what was refused
    record Result(Map<GroupName, Map<InstanceId, Staged>> staged, List<Kept> kept) {}

    /// @param before what was remembered, by group
    /// @param until when to stop waiting; the next audit goes on
    Result work(List<GroupSnapshot> groups, List<Instance> seen, Map<GroupName, Accepted> before, Instant until) {
        Staging.Work work = staging.work(groups, seen, before, time.now());
        Map<GroupName, Map<InstanceId, Staged>> now = new TreeMap<>();
        List<Kept> kept = new ArrayList<>();
        work.over()
                .forEach((group, instances) -> of(now, group, before).keySet().removeAll(instances));
        Map<Errand, Due> sent = new LinkedHashMap<>();
        work.due().forEach(due -> errands(due).forEach(errand -> sent.put(errand, due)));
        Map<Due, List<Came>> all = new LinkedHashMap<>();
        errands.run(List.copyOf(sent.keySet()), until).forEach((errand, came) -> all.computeIfAbsent(
                        Optional.ofNullable(sent.get(errand)).orElseThrow(), _ -> new ArrayList<>())
                .add(came));
        all.forEach((due, came) -> {
            Optional<String> passing = came.stream().flatMap(Stagehand::passing).findFirst();
            if (passing.isPresent()) {
                kept.add(new Kept(words(due), passing));
                return;
            }
            if (came.size() < due.interfaces().size()) {
                return; // the next audit goes on
            }
            Map<InstanceId, Staged> ofGroup = of(now, due.group(), before);
            Stream<Staged> each =
                    came.stream().flatMap(one -> due.remove() ? left(due, one).stream() : Stream.of(staged(due, one)));
            // Of several commands the one that went worst.
            Optional<Staged> after = each.max(Comparator.comparing(Staged::end));
            after.ifPresentOrElse(staged -> ofGroup.put(due.instance(), staged), () -> ofGroup.remove(due.instance()));
            kept(due, after).ifPresent(kept::add);
        });
        return new Result(now, kept);
    }

    private static Map<InstanceId, Staged> of(
            Map<GroupName, Map<InstanceId, Staged>> now, GroupName group, Map<GroupName, Accepted> before) {
        return now.computeIfAbsent(
                group,
                name -> new TreeMap<>(
                        before.getOrDefault(name, Accepted.NOTHING).staged()));
    }

    private static List<Errand> errands(Due due) {
        return due.interfaces().stream()
                .map(interfaces -> due.remove()
                        ? new Command("cleanup", interfaces, "wait=0")
                        : new Command("stage", interfaces, ""))
                .map(command -> new Errand(due.instance(), command))
                .toList();
    }

    private static Stream<String> passing(Came came) {
        return came instanceof Came.NotSent(var refused) && refused.refusal().passing()
                ? Stream.of(refused.words())
                : Stream.empty();
    }

    /// @return what is still there; empty where the guest says that nothing is
    private Optional<Staged> left(Due due, Came came) {
        Optional<String> problem =
                switch (came) {
                    case Came.Answered(var ended) -> Cleaned.problem(ended);
                    case Came.Silent() -> Optional.of(silence());
                    case Came.NotSent(var refused) -> Optional.of(refused.words());
                };
        return problem.map(words -> end(due, End.FAILED, "taking it away: " + words));
    }

    private static String silence() {
        return "no answer within " + Errands.PATIENCE.toSeconds() + " s";
    }

    private Staged staged(Due due, Came came) {
        return switch (came) {
            case Came.Answered(var ended) -> {
                StagingResult result = StagingResult.of(ended);
                yield end(due, result.end(), result.words());
            }
            case Came.Silent() -> end(due, End.FAILED, silence());
            case Came.NotSent(var refused) -> end(due, End.FAILED, refused.words());
        };
    }

    private Staged end(Due due, End end, String words) {
        return new Staged(due.staged().interfaces(), due.staged().of(), time.now(), end, words);
    }

    private static Optional<Kept> kept(Due due, Optional<Staged> after) {
        if (after.isEmpty()) {
            return Optional.of(new Kept(words(due), Optional.empty()));
        }
        return switch (after.get().end()) {
            case DONE -> Optional.of(new Kept(words(due), Optional.empty()));
            case NOT_POSSIBLE -> Optional.empty();
            case FAILED ->
                Optional.of(new Kept(words(due), Optional.of(after.get().words())));
        };
    }

    private static String words(Due due) {
        return due.remove()
                ? "took away the routing of " + due.group() + " that was staged on " + due.instance()
                : "staged the routing of " + due.group() + " ahead on " + due.instance();
    }
}
