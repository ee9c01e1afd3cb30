package enifailover.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.event.Signal.Ignored;
import enifailover.event.Signal.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every event file, and what it says. A file that is not in the table fails, and so does a line without a file.
class EventParserTest {
    private final EventParser eventParser = new EventParser(Fixtures.REGION);

    private static final Path TABLE = Path.of("functions/src/test/resources/signals.txt");

    @Test
    void everyEventFile() throws IOException {
        SortedMap<String, String> expected = new TreeMap<>();
        Files.readAllLines(TABLE).stream().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" \\| ", 2);
            expected.merge(parts[0].strip(), parts[1].strip(), (a, b) -> a + "\n" + b);
        });
        SortedMap<String, String> actual = new TreeMap<>();
        Fixtures.all().forEach((name, bytes) -> actual.put(name, lines(eventParser.read(bytes))));
        assertEquals(text(expected), text(actual));
    }

    /// Failure 17: an event with many instances handled for the first only.
    @Test
    void oneEventWithManyInstancesIsManySignals() {
        List<Signal> read = eventParser.read(Fixtures.of("health-many-instances-page-2-of-3"));
        assertEquals(
                List.of("i-0a1b2c3d4e5f60001", "i-0a1b2c3d4e5f60002", "i-0a1b2c3d4e5f60003", "i-0a1b2c3d"),
                read.stream()
                        .map(signal -> assertInstanceOf(Signal.OfInstance.class, signal)
                                .instance()
                                .value())
                        .toList());
    }

    /// Failure 16: an unknown or foreign event crash-loops the consumer.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "MALFORMED | ''",
                "MALFORMED | ' '",
                "MALFORMED | null",
                "MALFORMED | 17",
                "MALFORMED | \"text\"",
                "MALFORMED | []",
                "MALFORMED | {",
                "MALFORMED | {}",
                "MALFORMED | {\"source\":\"aws.ec2\"} {}",
                "MALFORMED | {\"source\":7,\"detail-type\":null}",
                "MALFORMED | {\"source\":\"aws.ec2\"}",
                "MALFORMED | {\"source\":\"\",\"detail-type\":\"\"}",
                "MALFORMED | {\"Records\":[{\"eventSource\":\"aws:s3\"}]}",
                "FOREIGN   | {\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{}}",
                "FOREIGN   | {\"source\":\"AWS.EC2\",\"detail-type\":\"EC2 Instance State-change Notification\"}",
                "FOREIGN   | {\"source\":\"aws.health\",\"detail-type\":\"AWS Health Abuse Event\",\"detail\":{\"service\":\"EC2\"}}",
                "MALFORMED | {\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\"}",
                "MALFORMED | {\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{\"instance-id\":\"i-0a1b2c3d\"}}",
                "MALFORMED | {\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{\"instance-id\":[\"i-0a1b2c3d\"],\"state\":\"stopped\"}}",
                "MALFORMED | {\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{\"instance-id\":\"mi-0a1b2c3d\",\"state\":\"stopped\"}}",
                "MALFORMED | {\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Spot Instance Interruption Warning\",\"detail\":{\"instance-id\":\"i-0a1b2c3d\"}}",
                "MALFORMED | {\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance Rebalance Recommendation\",\"detail\":[]}",
                "MALFORMED | {\"source\":\"aws.cloudwatch\"}",
                "MALFORMED | {\"source\":\"aws.autoscaling\",\"detail-type\":\"EC2 Instance-terminate Lifecycle Action\",\"detail\":{\"LifecycleTransition\":\"autoscaling:EC2_INSTANCE_TERMINATING\"}}",
                "MALFORMED | {\"source\":\"aws.autoscaling\",\"detail-type\":\"EC2 Instance-terminate Lifecycle Action\",\"detail\":{\"EC2InstanceId\":\"i-0a1b2c3d\"}}",
                "NO_ACTION | {\"source\":\"aws.autoscaling\",\"detail-type\":\"EC2 Instance-terminate Lifecycle Action\",\"detail\":{\"EC2InstanceId\":\"i-0a1b2c3d\",\"LifecycleTransition\":\"autoscaling:EC2_INSTANCE_LAUNCHING\"}}",
                "MALFORMED | {\"source\":\"aws.cloudwatch\",\"alarmData\":{\"alarmName\":\"a\",\"state\":{\"value\":\"BAD\"},\"configuration\":{}}}",
                "NO_ACTION | {\"source\":\"aws.cloudwatch\",\"alarmData\":{\"alarmName\":\"a\",\"state\":{\"value\":\"ALARM\"},\"configuration\":{}}}",
                "MALFORMED | {\"source\":\"aws.health\",\"detail-type\":\"AWS Health Event\",\"detail\":{\"service\":\"EC2\"}}",
                "FOREIGN   | {\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"resources\":[\"arn:aws:events:eu-west-1:111122223333:event-bus/Sweep\"]}",
                "FOREIGN   | {\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\",\"resources\":\"rule/Sweep\"}",
            })
    void whatIsNotOursIsAValueWithAReason(Reason reason, String event) {
        List<Signal> read = eventParser.read(event.getBytes(StandardCharsets.UTF_8));
        assertEquals(1, read.size());
        Ignored ignored = assertInstanceOf(Ignored.class, read.getFirst());
        assertEquals(reason, ignored.reason(), ignored.message());
        assertTrue(ignored.message().length() > 10, ignored.message());
    }

    @Test
    void whatIsTooLargeOrTooDeepIsMalformed() {
        byte[] large = new byte[EventParser.LARGEST + 1];
        Arrays.fill(large, (byte) ' ');
        assertMalformed(large);
        assertMalformed("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertMalformed(("{\"source\":" + "[".repeat(65) + "]".repeat(65) + "}").getBytes(StandardCharsets.UTF_8));
        assertMalformed(("{\"a\":" + "9".repeat(65) + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void assertMalformed(byte[] event) {
        assertMalformed(eventParser.read(event));
    }

    private static void assertMalformed(List<Signal> read) {
        Ignored ignored = assertInstanceOf(Ignored.class, read.getFirst());
        assertEquals(Reason.MALFORMED, ignored.reason());
    }

    @Test
    void aStreamIsReadNoFurtherThanAnEventCanBe() throws IOException {
        InputStream stream = new ByteArrayInputStream(new byte[3 * EventParser.LARGEST]);
        assertMalformed(eventParser.read(stream));
        assertEquals(2 * EventParser.LARGEST - 1, stream.available());
        byte[] event = Fixtures.of("ec2-state-change-stopped");
        assertEquals(eventParser.read(event), eventParser.read(new ByteArrayInputStream(event)));
    }

    @Test
    void whatStandsInALogLineCannotEndIt() {
        String event =
                "{\"source\":\"x\\nERROR forged\\u001b[31m\\u2028\",\"detail-type\":\"" + "y".repeat(5000) + "\"}";
        Ignored ignored = assertInstanceOf(
                Ignored.class,
                eventParser.read(event.getBytes(StandardCharsets.UTF_8)).getFirst());
        assertTrue(ignored.message().length() < 400, ignored.message());
        assertTrue(ignored.message().chars().noneMatch(it -> it < ' ' || it == 0x2028), ignored.message());
    }

    /// An entity may be a bare id or an ARN of any form (aws/aws-node-termination-handler#1034).
    @ParameterizedTest
    @CsvSource({
        "i-0a1b2c3d4e5f60001, i-0a1b2c3d4e5f60001",
        "i-0a1b2c3d, i-0a1b2c3d",
        "' i-0a1b2c3d ', i-0a1b2c3d",
        "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d, i-0a1b2c3d",
        "arn:aws-cn:ec2:cn-north-1a:instance/i-0a1b2c3d, i-0a1b2c3d",
        "arn:aws:ec2:eu-west-1:111122223333:instance:i-0a1b2c3d, i-0a1b2c3d",
        "i-0a1b2c3, ''",
        "i-0A1B2C3D, ''",
        "xi-0a1b2c3d, ''",
        "h-0a1b2c3d4e5f60009, ''",
        "mi-0a1b2c3d4e5f60009, ''",
        "i-0a1b2c3d/eni, ''",
        "UNKNOWN, ''",
        "'', ''",
        "/, ''",
    })
    void instancesByIdOrArn(String text, String id) {
        assertEquals(id, Arns.instance(text).map(Object::toString).orElse(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-04T05:06:07Z | 2026-03-04T05:06:07Z",
                "2026-03-04T05:06:07.123Z | 2026-03-04T05:06:07.123Z",
                "2026-03-04T05:06:07.123+0000 | 2026-03-04T05:06:07.123Z",
                "2026-03-04T05:06:07.123+0130 | 2026-03-04T03:36:07.123Z",
                "2026-03-04T05:06:07-05:00 | 2026-03-04T10:06:07Z",
                "Wed, 18 Mar 2026 07:00:00 GMT | 2026-03-18T07:00:00Z",
                "Sun, 18 Mar 2026 07:00:00 GMT | 2026-03-18T07:00:00Z",
                "18 Mar 2026 07:00:00 GMT | 2026-03-18T07:00:00Z",
                "Wed, 4 Mar 2026 07:00:00 +0100 | 2026-03-04T06:00:00Z",
            })
    void moments(String text, String moment) {
        assertEquals(moment, Timestamps.parse(text).map(Object::toString).orElse("unreadable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-04",
                "2026-03-04T05:06:07",
                "2026-13-04T05:06:07Z",
                "+999999999-01-01T00:00:00Z",
                "Wed, 18 Foo 2026 07:00:00 GMT",
                "Wed, 99 Mar 2026 07:00:00 GMT",
                "Wed, 18 Mar 2026 07:00:00 +9900",
                "1772600767"
            })
    void anUnreadableMomentLosesNoEvent(String text) {
        assertTrue(Timestamps.parse(text).isEmpty());
        String event = "{\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\",\"time\":\""
                + text + "\",\"detail\":{\"instance-id\":\"i-0a1b2c3d\",\"state\":\"stopped\"}}";
        assertEquals(
                "i-0a1b2c3d STATE_CHANGE: state stopped",
                lines(eventParser.read(event.getBytes(StandardCharsets.UTF_8))));
    }

    private static String lines(List<Signal> signals) {
        return signals.stream().map(EventParserTest::line).collect(Collectors.joining("\n"));
    }

    private static String line(Signal signal) {
        return switch (signal) {
            case Signal.OfInstance it ->
                it.instance() + " " + it.cause()
                        + it.at().map(at -> " at " + at).orElse("")
                        + it.startsAt().map(at -> " from " + at).orElse("") + ": " + it.message();
            case Signal.OfAlarm it ->
                "alarm " + it.alarm() + " children " + it.children()
                        + it.at().map(at -> " at " + at).orElse("");
            case Signal.Sweep sweep -> "sweep";
            case Ignored it -> it.reason() + ": " + it.message();
        };
    }

    private static String text(SortedMap<String, String> table) {
        return table.entrySet().stream()
                .flatMap(entry -> entry.getValue().lines().map(line -> entry.getKey() + " | " + line))
                .collect(Collectors.joining("\n"));
    }

    /// These move ENIs from a holder that works. A replayed or a made-up one is a reason to look, and no more.
    @ParameterizedTest
    @ValueSource(strings = {"ec2-spot-interruption-terminate", "health-persistent-instance-retirement-expedited"})
    void whatAnnouncesIsBelievedOnlyWithATimeThatHasCome(String file) throws IOException {
        String event = Files.readString(Path.of("events", file + ".json"));
        Signal.OfInstance told = assertInstanceOf(
                Signal.OfInstance.class,
                eventParser.read(event.getBytes(StandardCharsets.UTF_8)).getFirst());
        Instant sent = told.at().orElseThrow();
        assertTrue(told.cause().actImmediately());
        assertEquals(List.of(told), EventParser.believed(List.of(told), sent.plusSeconds(2)));
        assertEquals(List.of(told), EventParser.believed(List.of(told), sent.minusSeconds(30)), "clocks differ");
        for (Signal doubtful : List.of(
                EventParser.believed(List.of(told), sent.minusSeconds(90)).getFirst(),
                EventParser.believed(
                                List.of(new Signal.OfInstance(
                                        told.instance(),
                                        told.cause(),
                                        Optional.empty(),
                                        told.startsAt(),
                                        told.message())),
                                sent)
                        .getFirst())) {
            Signal.OfInstance look = assertInstanceOf(Signal.OfInstance.class, doubtful);
            assertEquals(told.instance(), look.instance());
            assertEquals(Cause.HEALTH_ISSUE, look.cause(), look.message());
        }
    }
}
