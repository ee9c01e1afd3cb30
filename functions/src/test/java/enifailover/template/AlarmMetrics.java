package enifailover.template;

import static enifailover.template.Template.at;
import static enifailover.template.Template.map;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The metrics that the alarms of `template.yaml` watch.
public final class AlarmMetrics {
    private AlarmMetrics() {}

    /// The names of those that the functions themselves emit, each with the dimension `Service` alone.
    public static Set<String> emittedByTheFunctions() {
        Deployed deployed = Deployed.withDefaults();
        Set<String> names = new TreeSet<>();
        for (String alarm : deployed.template().ofType("AWS::CloudWatch::Alarm").keySet()) {
            Map<String, Object> properties = deployed.properties(alarm);
            Object metric = properties.containsKey("Metrics")
                    ? at(properties, "Metrics", 1, "MetricStat", "Metric")
                    : properties;
            if ("EniFailover".equals(map(metric).get("Namespace"))) {
                if (!"Service".equals(at(metric, "Dimensions", 0, "Name"))) {
                    throw new IllegalStateException(alarm + " watches another dimension than Service");
                }
                names.add(at(metric, "MetricName").toString());
            }
        }
        return names;
    }
}
