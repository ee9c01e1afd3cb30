package enifailover.aws.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that CloudFormation gave to what the audit looks for. They cannot be guessed: CloudFormation cuts the
/// stack's name and the logical id until both fit, so a name need not begin with the one or hold the other.
/// Source: aws-cloudformation-rpdk-java-plugin, IdentifierUtils.
///
/// @param rules the failover's rules: the name on EventBridge, by the trigger's name in the template
/// @param deadLetterAlarm the alarm on the queue of events that were given up
public record StackResourceNames(Map<String, String> rules, String deadLetterAlarm) {
    private static final Pattern RULE = Pattern.compile("([A-Za-z0-9]+)=([.A-Za-z0-9_-]{1,64})");

    public StackResourceNames {
        rules = Map.copyOf(rules);
        if (rules.isEmpty() || deadLetterAlarm.isBlank()) {
            throw new IllegalArgumentException("no rules, or no alarm: " + rules + ", " + deadLetterAlarm);
        }
    }

    /// Reads what the template hands over.
    ///
    /// @param rules `TRIGGER=NAME`, separated by spaces
    /// @throws IllegalArgumentException for anything else
    public static StackResourceNames of(String rules, String deadLetterAlarm) {
        Map<String, String> read = new LinkedHashMap<>();
        for (String one : rules.trim().split("\\s+", -1)) {
            Matcher matcher = RULE.matcher(one);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not TRIGGER=NAME: " + one);
            }
            read.put(matcher.group(1), matcher.group(2));
        }
        return new StackResourceNames(read, deadLetterAlarm);
    }
}
