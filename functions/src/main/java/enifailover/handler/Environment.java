package enifailover.handler;

import enifailover.assess.AutomaticLimit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The environment variables that `template.yaml` sets, read once.
///
/// @param region the Region of the stack
/// @param table the table's name
/// @param document the SSM document's name
/// @param tagPrefix the tag prefix, such as `eni-failover:`
/// @param eventBus name or ARN of the event bus for reports
/// @param topicArn the topic for reports, if there is one
/// @param reportOnly whether automatic changes are only reported
/// @param plannedLead how long before scheduled maintenance the ENIs are moved
/// @param limit the limit of automatic failovers
/// @param history how long the journal keeps a run
/// @param priming how often the failover is run before a snapshot; fewer in tests
record Environment(
        String region,
        String table,
        String document,
        String tagPrefix,
        String eventBus,
        Optional<String> topicArn,
        boolean reportOnly,
        Duration plannedLead,
        AutomaticLimit limit,
        Duration history,
        Priming.Rounds priming) {

    /// @param variables the process's environment
    /// @throws IllegalStateException naming the variable that is missing or wrong
    static Environment of(Map<String, String> variables) {
        return new Environment(
                required(variables, "AWS_REGION"),
                required(variables, "TABLE_NAME"),
                required(variables, "DOCUMENT_NAME"),
                variables.getOrDefault("TAG_PREFIX", "eni-failover:"),
                variables.getOrDefault("EVENT_BUS", "default"),
                Optional.ofNullable(variables.get("TOPIC_ARN")).filter(arn -> !arn.isBlank()),
                Boolean.parseBoolean(variables.getOrDefault("REPORT_ONLY", "false")),
                Duration.ofSeconds(number(variables, "PLANNED_LEAD_SECONDS", 3600)),
                limit(variables),
                Duration.ofDays(number(variables, "HISTORY_DAYS", 90)),
                new Priming.Rounds(
                        (int) number(variables, "PRIMING_IN_MEMORY", Priming.Rounds.USUAL.inMemory()),
                        (int) number(variables, "PRIMING_OVER_TLS", Priming.Rounds.USUAL.overTls()),
                        (int) number(variables, "PRIMING_HANDSHAKES", Priming.Rounds.USUAL.handshakes())));
    }

    private static AutomaticLimit limit(Map<String, String> variables) {
        String word = variables.getOrDefault("AUTOMATIC_LIMIT", "");
        if (word.isBlank() || word.equals("DEFAULT")) {
            return new AutomaticLimit.ByDefault();
        }
        if (!word.matches("[0-9]{1,9}")) {
            throw new IllegalStateException(
                    "the environment variable AUTOMATIC_LIMIT must be DEFAULT or a number; it is " + word);
        }
        int most = Integer.parseInt(word);
        Duration window = Duration.ofSeconds(number(variables, "AUTOMATIC_WINDOW_SECONDS", 3600));
        return most == 0 ? new AutomaticLimit.None() : new AutomaticLimit.Of(most, window);
    }

    private static String required(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("the environment variable " + name + " is not set: deploy template.yaml");
        }
        return value;
    }

    private static long number(Map<String, String> variables, String name, long usual) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            return usual;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalStateException("the environment variable " + name + " must be a number; it is " + value);
        }
        return Long.parseLong(value);
    }
}
