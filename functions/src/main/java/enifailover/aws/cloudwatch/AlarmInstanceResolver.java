package enifailover.aws.cloudwatch;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.SdkValues;
import enifailover.model.InstanceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/// Which instances' status checks an alarm watches: by its own metric, by the metrics of its metric math, or by the
/// alarms that its rule names, and theirs.
public final class AlarmInstanceResolver {
    /// CloudWatch takes at most a hundred names.
    private static final int MOST_NAMES = 100;

    /// A composite may watch composites; deeper than this nobody nests, and a circle must end.
    private static final int DEEPEST = 5;

    /// `ALARM("name")`, `OK(name)`, or an ARN instead of the name. Source: CloudWatch API,
    /// PutCompositeAlarm, AlarmRule.
    private static final Pattern CHILD = Pattern.compile(
            "\\b(?:ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*(?:\"([^\"]+)\"|([^()\"\\s][^()\"]*?))\\s*\\)");

    private final Supplier<CloudWatchClient> cloudWatch;

    public AlarmInstanceResolver(Supplier<CloudWatchClient> cloudWatch) {
        this.cloudWatch = cloudWatch;
    }

    public Set<InstanceId> instances(Collection<String> names) {
        Set<InstanceId> watched = new TreeSet<>();
        Set<String> seen = new LinkedHashSet<>();
        Set<String> next = new LinkedHashSet<>(names);
        for (int depth = 0; depth < DEEPEST && !next.isEmpty(); depth++) {
            seen.addAll(next);
            Set<String> children = new LinkedHashSet<>();
            for (DescribeAlarmsResponse answer : described(next)) {
                answer.metricAlarms().forEach(alarm -> watchedBy(alarm).forEach(watched::add));
                answer.compositeAlarms().stream()
                        .map(CompositeAlarm::alarmRule)
                        .forEach(rule -> children.addAll(children(SdkValues.text(rule))));
            }
            children.removeAll(seen);
            next = children;
        }
        return watched;
    }

    /// Makes `cloudwatch:DescribeAlarms`, a request for each hundred names.
    private List<DescribeAlarmsResponse> described(Collection<String> names) {
        List<DescribeAlarmsResponse> answers = new ArrayList<>();
        for (List<String> some : SdkValues.batches(names, MOST_NAMES)) {
            answers.addAll(ask(ApiAction.DESCRIBE_ALARMS, () -> cloudWatch
                    .get()
                    .describeAlarmsPaginator(request -> request.alarmNames(some)
                            .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                            .maxRecords(MOST_NAMES))
                    .stream()
                    .toList()));
        }
        return answers;
    }

    private static Stream<InstanceId> watchedBy(MetricAlarm alarm) {
        Stream<Dimension> own = statusCheck(alarm.metricName()) ? alarm.dimensions().stream() : Stream.empty();
        Stream<Dimension> math = alarm.metrics().stream()
                .filter(query ->
                        query.metricStat() != null && query.metricStat().metric() != null)
                .map(query -> query.metricStat().metric())
                .filter(metric -> statusCheck(metric.metricName()))
                .flatMap(metric -> metric.dimensions().stream());
        return Stream.concat(own, math)
                .filter(dimension -> "InstanceId".equals(dimension.name()))
                .flatMap(dimension -> InstanceId.parse(SdkValues.text(dimension.value())).stream());
    }

    private static boolean statusCheck(@Nullable String metric) {
        return metric != null && metric.startsWith("StatusCheckFailed");
    }

    /// The names of the alarms that a composite's rule names.
    static Set<String> children(String rule) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = CHILD.matcher(rule);
        while (matcher.find()) {
            String name = SdkValues.text(matcher.group(1)).isEmpty() ? matcher.group(2) : matcher.group(1);
            int arn = name.startsWith("arn:") ? name.indexOf(":alarm:") : -1;
            names.add(arn < 0 ? name : name.substring(arn + ":alarm:".length()));
        }
        return names;
    }
}
