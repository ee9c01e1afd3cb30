package enifailover.failover;

import enifailover.assess.Assessment;
import enifailover.assess.Trigger;
import enifailover.assess.Verdict;
import enifailover.execute.Outcome;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.plan.Plan;
import enifailover.plan.Step;
import enifailover.report.Outage;
import enifailover.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Collects the observations and steps of one run for its report.
public final class ReportBuilder {
    private final GroupName group;
    private final String runId;
    private final Trigger trigger;
    private final Instant started;
    private final Set<String> evidence = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private List<Finding> findings = List.of();
    private Optional<String> reason = Optional.empty();
    private Optional<InstanceId> from = Optional.empty();
    private Optional<InstanceId> to = Optional.empty();

    public ReportBuilder(GroupName group, String runId, Trigger trigger, Instant started) {
        this.group = group;
        this.runId = runId;
        this.trigger = trigger;
        this.started = started;
    }

    void saw(GroupSnapshot snapshot, List<String> seeing) {
        findings = snapshot.findings();
        warnings.addAll(seeing);
    }

    void judged(Assessment assessment) {
        evidence.addAll(assessment.evidence());
        if (assessment instanceof Assessment.MoveRequired moveRequired) {
            reason = reason.or(() -> Optional.of(moveRequired.reason().message()));
        }
    }

    void planned(Plan plan) {
        from = from.or(plan::from);
        to = Optional.of(plan.target());
        steps.addAll(plan.steps());
        warnings.addAll(plan.warnings());
    }

    public void did(List<Outcome> more) {
        outcomes.addAll(more);
    }

    public void did(Outcome one) {
        outcomes.add(one);
    }

    public void noted(String message) {
        evidence.add(message);
    }

    public void warned(String message) {
        warnings.add(message);
    }

    Instant started() {
        return started;
    }

    String runId() {
        return runId;
    }

    boolean moved() {
        return to.isPresent();
    }

    public Report report(Verdict verdict, Instant now) {
        return new Report(
                group,
                runId,
                verdict,
                trigger,
                reason,
                List.copyOf(evidence),
                from,
                to,
                steps.stream().map(Step::message).toList(),
                List.copyOf(outcomes),
                List.copyOf(warnings),
                findings,
                started,
                Duration.between(started, now),
                Outage.of(outcomes));
    }
}
