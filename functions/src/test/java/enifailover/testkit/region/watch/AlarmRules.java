package enifailover.testkit.region.watch;

import enifailover.testkit.region.call.AwsError;
import java.util.List;
import java.util.Map;

/// What CloudWatch demands of an alarm and of the requests that list alarms. Source: D, CloudWatch API,
/// PutMetricAlarm, DescribeAlarms, DeleteAlarms; I: that the code is `ValidationError` for all of it.
final class AlarmRules {
    /// Of names in DescribeAlarms and DeleteAlarms, and of alarms in a page.
    static final int MOST = 100;

    private static final int LONGEST_NAME = 255;
    private static final int MOST_TAGS = 50;

    private AlarmRules() {}

    static void names(List<String> names) {
        if (names.size() > MOST) {
            throw invalid("alarmNames", "at most " + MOST + " elements, not " + names.size());
        }
    }

    static void page(int size) {
        if (size < 1 || size > MOST) {
            throw invalid("maxRecords", "1 to " + MOST + ", not " + size);
        }
    }

    /// @throws AwsError where something that every metric alarm needs is not there or out of range
    static void metricAlarm(String name, Map<String, Object> members, Map<String, String> tags) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw invalid("alarmName", "1 to " + LONGEST_NAME + " characters");
        }
        if (tags.size() > MOST_TAGS) {
            throw invalid("tags", "at most " + MOST_TAGS);
        }
        if (!(members.get("EvaluationPeriods") instanceof Number periods) || periods.longValue() < 1) {
            throw invalid("evaluationPeriods", "1 or more");
        }
        if (!(members.get("ComparisonOperator") instanceof String)) {
            throw invalid("comparisonOperator", "not null");
        }
        boolean simple = members.get("MetricName") != null;
        if (simple == members.containsKey("Metrics")) {
            throw invalid("metricName", "either a metric or metrics");
        }
        if (simple
                && (!(members.get("Period") instanceof Number period)
                        || (period.longValue() % 60 != 0
                                && !List.of(10L, 20L, 30L).contains(period.longValue()))
                        || period.longValue() < 10)) {
            throw invalid("period", "10, 20, 30 or a multiple of 60");
        }
    }

    private static AwsError invalid(String member, String rule) {
        return AwsError.refused("ValidationError", "Value at '" + member + "' failed to satisfy constraint: " + rule);
    }
}
