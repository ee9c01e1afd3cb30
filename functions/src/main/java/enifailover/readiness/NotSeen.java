package enifailover.readiness;

import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.survey.Seen;
import enifailover.survey.Seen.Known;
import enifailover.survey.Seen.Unseen;
import enifailover.survey.Survey;
import java.util.ArrayList;
import java.util.List;

/// What the audit could not look at: a missing permission is a finding, not "nothing wrong".
final class NotSeen {
    private NotSeen() {}

    /// @param warnings what the sight of ENIs and instances could not show
    static List<Finding> of(Survey survey, List<String> warnings) {
        List<Finding> findings = new ArrayList<>();
        add("route tables", survey.routeTables(), findings);
        add("flow logs", survey.flowLogs(), findings);
        add("volumes of stopped instances", survey.volumeKeys(), findings);
        add("SSM agents", survey.agents(), findings);
        add("the routing document", survey.document(), findings);
        add("alarms", survey.alarms(), findings);
        add("rules", survey.rules(), findings);
        add("the dead letter queue's alarm", survey.deadLetters(), findings);
        add("stop protection and Spot requests", survey.stopObstacles(), findings);
        warnings.forEach(warning -> findings.add(finding("not everything", warning, false)));
        return findings;
    }

    private static void add(String what, Seen<?> seen, List<Finding> findings) {
        switch (seen) {
            case Known<?> known -> {}
            case Unseen<?>(String because, boolean denied) -> findings.add(finding(what, because, denied));
        }
    }

    private static Finding finding(String what, String because, boolean denied) {
        return new Finding(
                denied ? "permission" : "not-seen",
                Severity.WARNING,
                what,
                "could not be seen: " + because,
                denied
                        ? "the role, a permissions boundary or an organisation's policy does not allow it"
                        : "AWS did not answer, or answered too late",
                denied
                        ? "deploy the template again, and look at what else limits the role"
                        : "nothing, unless it stays");
    }
}
