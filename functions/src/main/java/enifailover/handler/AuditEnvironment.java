package enifailover.handler;

import enifailover.aws.client.Stack;
import enifailover.aws.client.StackResourceNames;
import enifailover.aws.cloudwatch.CloudWatchAlarmWriter;
import enifailover.readiness.check.AutoRecoveryPolicy;
import enifailover.readiness.check.Thresholds.Scope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The variables that `template.yaml` sets for the audit, besides [Environment].
///
/// @param stack the stack id, in the tags of its alarms
/// @param ours the names of the stack's rules and of its queue's alarm
/// @param drillEvery a drill must have succeeded within this; zero requires none
/// @param alarmsPerSecond how many alarms are created or deleted in a second
/// @param asksGuests whether each audit verifies the routing of the actives
/// @param stages whether routing is staged on standbys
/// @param removes whether staged files are removed
/// @param grantsKeys whether the stack's roles may grant EC2 the KMS keys of cold standbys' volumes
/// @param rolesOpenTo what the stack's roles restrict by tags only
/// @param autoRecoveryPolicy the setting of automatic recovery that members get
record AuditEnvironment(
        Stack stack,
        StackResourceNames ours,
        Duration drillEvery,
        int alarmsPerSecond,
        boolean asksGuests,
        boolean stages,
        boolean removes,
        boolean grantsKeys,
        Set<Scope> rolesOpenTo,
        AutoRecoveryPolicy autoRecoveryPolicy) {

    /// @throws IllegalStateException naming the variable that is missing or wrong
    static AuditEnvironment of(Map<String, String> variables) {
        String stack = variables.getOrDefault("STACK_ID", "");
        String days = variables.getOrDefault("DRILL_EVERY_DAYS", "90");
        String pace = variables.getOrDefault(
                "ALARM_CHANGES_PER_SECOND", String.valueOf(CloudWatchAlarmWriter.USUAL_PER_SECOND));
        if (!pace.matches("[1-3]")) {
            throw new IllegalStateException(
                    "the environment variable ALARM_CHANGES_PER_SECOND must be 1, 2 or 3; it is " + pace);
        }
        if (stack.isBlank() || !days.matches("[0-9]{1,4}")) {
            throw new IllegalStateException("the environment variables STACK_ID (" + stack + ") and DRILL_EVERY_DAYS ("
                    + days + ") must be a stack's id and a number: deploy template.yaml");
        }
        return new AuditEnvironment(
                Stack.of(stack),
                ours(variables),
                Duration.ofDays(Long.parseLong(days)),
                Integer.parseInt(pace),
                Boolean.parseBoolean(variables.getOrDefault("VERIFY_ROUTING", "false")),
                stageRouting(variables).equals("true"),
                stageRouting(variables).equals("REMOVE"),
                Boolean.parseBoolean(variables.getOrDefault("GRANTS_KEYS", "false")),
                scopes(variables.getOrDefault("ROLES_OPEN_TO", "")),
                recovery(variables.getOrDefault("AUTOMATIC_RECOVERY", "LEFT")));
    }

    private static String stageRouting(Map<String, String> variables) {
        String word = variables.getOrDefault("STAGE_ROUTING", "false");
        if (!Set.of("true", "false", "REMOVE").contains(word)) {
            throw new IllegalStateException(
                    "the environment variable STAGE_ROUTING must be true, false or REMOVE; it is " + word);
        }
        return word;
    }

    private static Set<Scope> scopes(String message) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : message.trim().split("\\s+", -1)) {
            switch (word) {
                case "" -> {}
                case "interfaces" -> scopes.add(Scope.INTERFACES);
                case "members" -> scopes.add(Scope.MEMBERS);
                default ->
                    throw new IllegalStateException(
                            "the environment variable ROLES_OPEN_TO may contain interfaces and members only; it contains "
                                    + word);
            }
        }
        return scopes;
    }

    private static StackResourceNames ours(Map<String, String> variables) {
        String rules = variables.getOrDefault("RULE_NAMES", "");
        String alarm = variables.getOrDefault("DEAD_LETTER_ALARM", "");
        try {
            return StackResourceNames.of(rules, alarm);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException(
                    "the environment variables RULE_NAMES (" + rules + ") and DEAD_LETTER_ALARM (" + alarm
                            + ") must name the stack's rules and alarm: deploy template.yaml",
                    wrong);
        }
    }

    private static AutoRecoveryPolicy recovery(String word) {
        return switch (word) {
            case "LEFT" -> AutoRecoveryPolicy.LEFT;
            case "OFF" -> AutoRecoveryPolicy.OFF;
            case "ON" -> AutoRecoveryPolicy.ON;
            default ->
                throw new IllegalStateException(
                        "the environment variable AUTOMATIC_RECOVERY must be LEFT, OFF or ON; it is " + word);
        };
    }
}
