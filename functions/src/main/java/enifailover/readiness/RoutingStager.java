package enifailover.readiness;

import enifailover.execute.CleanupResult;
import enifailover.execute.StagingResult;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.StagedFile;
import enifailover.model.audit.StagedFile.End;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.port.CommandRunner;
import enifailover.port.CommandRunner.Command;
import enifailover.port.Scheduler;
import enifailover.readiness.CommandBatch.CommandOutcome;
import enifailover.readiness.CommandBatch.GuestCommand;
import enifailover.readiness.check.Audit.Kept;
import enifailover.readiness.guest.StagingPlanner;
import enifailover.readiness.guest.StagingPlanner.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Writes staged routing files on standbys, and removes them from instances that leave the group. A failover does not
/// depend on them.
public final class RoutingStager {
    private final CommandBatch commandBatch;
    private final StagingPlanner stagingPlanner;
    private final Scheduler scheduler;

    public RoutingStager(CommandRunner shell, StagingPlanner stagingPlanner, Scheduler scheduler) {
        this.commandBatch = new CommandBatch(shell, scheduler);
        this.stagingPlanner = stagingPlanner;
        this.scheduler = scheduler;
    }

    /// @param staged the staged files now, of the groups that changed
    /// @param kept each change as text, with those that failed
    record Result(Map<GroupName, Map<InstanceId, StagedFile>> staged, List<Kept> kept) {}

    /// @param before what earlier audits stored, by group
    /// @param until when to stop waiting; the next audit continues
    Result work(List<GroupSnapshot> groups, List<Instance> seen, Map<GroupName, AuditBaseline> before, Instant until) {
        StagingPlanner.Work work = stagingPlanner.work(groups, seen, before, scheduler.now());
        Map<GroupName, Map<InstanceId, StagedFile>> now = new TreeMap<>();
        List<Kept> kept = new ArrayList<>();
        work.over()
                .forEach((group, instances) -> of(now, group, before).keySet().removeAll(instances));
        Map<GuestCommand, Due> sent = new LinkedHashMap<>();
        work.due().forEach(due -> commands(due).forEach(guestCommand -> sent.put(guestCommand, due)));
        Map<Due, List<CommandOutcome>> all = new LinkedHashMap<>();
        commandBatch
                .run(List.copyOf(sent.keySet()), until)
                .forEach((guestCommand, commandOutcome) -> all.computeIfAbsent(
                                Optional.ofNullable(sent.get(guestCommand)).orElseThrow(), _ -> new ArrayList<>())
                        .add(commandOutcome));
        all.forEach((due, came) -> {
            Optional<String> passing =
                    came.stream().flatMap(RoutingStager::passing).findFirst();
            if (passing.isPresent()) {
                kept.add(new Kept(message(due), passing));
                return;
            }
            if (came.size() < due.interfaces().size()) {
                return; // the next audit continues
            }
            Map<InstanceId, StagedFile> ofGroup = of(now, due.group(), before);
            Stream<StagedFile> each =
                    came.stream().flatMap(one -> due.remove() ? left(due, one).stream() : Stream.of(staged(due, one)));
            // The worst result of several commands.
            Optional<StagedFile> after = each.max(Comparator.comparing(StagedFile::end));
            after.ifPresentOrElse(
                    stagedFile -> ofGroup.put(due.instance(), stagedFile), () -> ofGroup.remove(due.instance()));
            kept(due, after).ifPresent(kept::add);
        });
        return new Result(now, kept);
    }

    private static Map<InstanceId, StagedFile> of(
            Map<GroupName, Map<InstanceId, StagedFile>> now, GroupName group, Map<GroupName, AuditBaseline> before) {
        return now.computeIfAbsent(
                group,
                name -> new TreeMap<>(
                        before.getOrDefault(name, AuditBaseline.NOTHING).staged()));
    }

    private static List<GuestCommand> commands(Due due) {
        return due.interfaces().stream()
                .map(interfaces -> due.remove()
                        ? new Command("cleanup", interfaces, "wait=0")
                        : new Command("stage", interfaces, ""))
                .map(command -> new GuestCommand(due.instance(), command))
                .toList();
    }

    private static Stream<String> passing(CommandOutcome commandOutcome) {
        return commandOutcome instanceof CommandOutcome.NotSent(var awsCallException)
                        && awsCallException.refusal().isTransient()
                ? Stream.of(awsCallException.message())
                : Stream.empty();
    }

    /// @return what is still on the guest; empty if nothing is
    private Optional<StagedFile> left(Due due, CommandOutcome commandOutcome) {
        Optional<String> problem =
                switch (commandOutcome) {
                    case CommandOutcome.Answered(var ended) -> CleanupResult.problem(ended);
                    case CommandOutcome.Silent() -> Optional.of(silence());
                    case CommandOutcome.NotSent(var awsCallException) -> Optional.of(awsCallException.message());
                };
        return problem.map(message -> end(due, End.FAILED, "removal failed: " + message));
    }

    private static String silence() {
        return "no result within " + CommandBatch.TIMEOUT.toSeconds() + " s";
    }

    private StagedFile staged(Due due, CommandOutcome commandOutcome) {
        return switch (commandOutcome) {
            case CommandOutcome.Answered(var ended) -> {
                StagingResult result = StagingResult.of(ended);
                yield end(due, result.end(), result.message());
            }
            case CommandOutcome.Silent() -> end(due, End.FAILED, silence());
            case CommandOutcome.NotSent(var awsCallException) -> end(due, End.FAILED, awsCallException.message());
        };
    }

    private StagedFile end(Due due, End end, String message) {
        return new StagedFile(due.stagedFile().interfaces(), due.stagedFile().of(), scheduler.now(), end, message);
    }

    private static Optional<Kept> kept(Due due, Optional<StagedFile> after) {
        if (after.isEmpty()) {
            return Optional.of(new Kept(message(due), Optional.empty()));
        }
        return switch (after.get().end()) {
            case DONE -> Optional.of(new Kept(message(due), Optional.empty()));
            case NOT_POSSIBLE -> Optional.empty();
            case FAILED ->
                Optional.of(new Kept(message(due), Optional.of(after.get().message())));
        };
    }

    private static String message(Due due) {
        return due.remove()
                ? "removed the staged routing of " + due.group() + " from " + due.instance()
                : "staged the routing of " + due.group() + " on " + due.instance();
    }
}
