package enifailover.aws.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.aws.client.Wire;
import enifailover.aws.ec2.AwsEc2Reader;
import enifailover.model.InstanceId;
import enifailover.testkit.memory.ManualScheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/// Alarms as CloudWatch answers them, in CBOR.
class AlarmInstanceResolverTest {
    private static final String FIRST = "i-0a1b2c3d4e5f60711";
    private static final String SECOND = "i-0a1b2c3d4e5f60722";

    private final Wire wire = new Wire();
    private final AwsEc2Reader observer = new AwsEc2Reader(wire.clients(), "eni-failover:", new ManualScheduler());

    @Test
    void anAlarmOnAStatusCheck() {
        wire.on("DescribeAlarms", alarms(List.of(metric("a", "StatusCheckFailed_System", FIRST)), List.of()));
        assertEquals(Set.of(new InstanceId(FIRST)), observer.instancesOfAlarms(List.of("a")));
        assertEquals(Map.of("DescribeAlarms", 1L), wire.counts());
    }

    @Test
    void anAlarmOnSomethingElse() {
        wire.on("DescribeAlarms", alarms(List.of(metric("a", "CPUUtilization", FIRST)), List.of()));
        assertEquals(Set.of(), observer.instancesOfAlarms(List.of("a")));
        assertEquals(Set.of(), observer.instancesOfAlarms(List.of()));
    }

    @Test
    void metricMath() {
        Map<String, Object> stat = Map.of("Id", "m1", "MetricStat", Map.of("Metric", check(FIRST), "Stat", "Maximum"));
        Map<String, Object> other =
                Map.of("Id", "m2", "MetricStat", Map.of("Metric", check(SECOND), "Stat", "Maximum"));
        Map<String, Object> expression = Map.of("Id", "e", "Expression", "MAX([m1,m2])");
        wire.on(
                "DescribeAlarms",
                alarms(List.of(Map.of("AlarmName", "math", "Metrics", List.of(expression, stat, other))), List.of()));
        assertEquals(
                Set.of(new InstanceId(FIRST), new InstanceId(SECOND)), observer.instancesOfAlarms(List.of("math")));
    }

    @Test
    void aCompositeThroughItsChildrenAndACircleOfThem() {
        wire.on(
                "DescribeAlarms",
                alarms(List.of(), List.of(composite("top", "ALARM(\"mid\") OR ALARM(\"top\")"))),
                alarms(List.of(), List.of(composite("mid", "ALARM(\"top\") AND NOT OK(leaf)"))),
                alarms(List.of(metric("leaf", "StatusCheckFailed_Instance", FIRST)), List.of()));
        assertEquals(Set.of(new InstanceId(FIRST)), observer.instancesOfAlarms(List.of("top")));
        assertEquals(Map.of("DescribeAlarms", 3L), wire.counts());
    }

    @Test
    void compositesThatNeverEndAreFollowedSoFar() {
        wire.on(
                "DescribeAlarms",
                _ -> alarms(
                        List.of(),
                        List.of(composite("x", "ALARM(\"n" + wire.calls().size() + "\")"))));
        assertEquals(Set.of(), observer.instancesOfAlarms(List.of("x")));
        assertEquals(Map.of("DescribeAlarms", 5L), wire.counts());
    }

    @Test
    void theNamesInARule() {
        assertEquals(
                Set.of("a b (c)", "plain", "by-arn"),
                AlarmInstanceResolver.children("(ALARM(\"a b (c)\") OR OK( plain )) AND NOT INSUFFICIENT_DATA("
                        + "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:by-arn) AND TRUE"));
        assertEquals(Set.of(), AlarmInstanceResolver.children("TRUE"));
    }

    private static Map<String, Object> check(String instance) {
        return Map.of(
                "Namespace",
                "AWS/EC2",
                "MetricName",
                "StatusCheckFailed",
                "Dimensions",
                List.of(Map.of("Name", "InstanceId", "Value", instance)));
    }

    private static Map<String, Object> metric(String name, String metric, String instance) {
        return Map.of(
                "AlarmName",
                name,
                "MetricName",
                metric,
                "Dimensions",
                List.of(Map.of("Name", "InstanceId", "Value", instance)));
    }

    private static Map<String, Object> composite(String name, String rule) {
        return Map.of("AlarmName", name, "AlarmRule", rule);
    }

    private static Wire.Reply alarms(List<Map<String, Object>> metric, List<Map<String, Object>> composite) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator cbor = new CBORFactory().createGenerator(bytes)) {
                write(cbor, Map.of("MetricAlarms", metric, "CompositeAlarms", composite));
            }
            return new Wire.Reply(200, SdkBytes.fromByteArray(bytes.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(JsonGenerator cbor, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                cbor.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    cbor.writeFieldName(String.valueOf(entry.getKey()));
                    write(cbor, entry.getValue());
                }
                cbor.writeEndObject();
            }
            case List<?> list -> {
                cbor.writeStartArray();
                for (Object each : list) {
                    write(cbor, each);
                }
                cbor.writeEndArray();
            }
            default -> cbor.writeString(value.toString());
        }
    }
}
