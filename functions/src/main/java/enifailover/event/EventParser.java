package enifailover.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import enifailover.event.Signal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads events: bytes in, signals out. Never throws, whatever the bytes are; an event that is not for this program
/// is a value with a reason. To handle one more kind of event: write its [Parser] and add a line to the registry.
public final class EventParser {
    /// EventBridge delivers 256 KB at most and Lambda takes 1 MB in an asynchronous call: more than this is no event.
    public static final int LARGEST = 1024 * 1024;

    /// By so much the clock of who says something may be ahead of ours.
    public static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private static final String EC2 = "aws.ec2";

    /// Every kind of event that is handled. All others are foreign.
    private static final Map<Kind, Parser> REGISTRY = Map.ofEntries(
            Map.entry(new Kind(EC2, "EC2 Instance State-change Notification"), new StateChangeParser()),
            Map.entry(new Kind(EC2, "EC2 Spot Instance Interruption Warning"), new SpotInterruptionParser()),
            Map.entry(new Kind(EC2, "EC2 Instance Rebalance Recommendation"), new RebalanceParser()),
            Map.entry(
                    new Kind("aws.autoscaling", "EC2 Instance-terminate Lifecycle Action"), new LifecycleHookParser()),
            Map.entry(new Kind("aws.cloudwatch", "CloudWatch Alarm State Change"), new AlarmParser("detail")),
            Map.entry(
                    new Kind("aws.cloudwatch", "CloudWatch Alarm Contributor State Change"), new AlarmParser("detail")),
            Map.entry(new Kind("aws.cloudwatch", Kind.NO_DETAIL_TYPE), new AlarmParser("alarmData")),
            Map.entry(new Kind("aws.health", "AWS Health Event"), new HealthParser()),
            Map.entry(new Kind("aws.events", "Scheduled Event"), new ScheduleParser()),
            Map.entry(new Kind("aws.scheduler", "Scheduled Event"), new ScheduleParser()),
            Map.entry(new Kind("eni-failover", "Sweep"), (event, region) -> List.of(new Signal.Sweep())));

    private final Json json;
    private final String region;

    /// @param region the Region this program runs in; what happens in another is not its business
    public EventParser(String region) {
        this.region = region;
        this.json = new Json(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(LARGEST)
                        .maxNestingDepth(64)
                        .maxNumberLength(64)
                        .maxNameLength(1024)
                        .maxStringLength(LARGEST)
                        .build())
                .build());
    }

    /// @param bytes one event, as Lambda hands it over
    /// @return at least one signal; several where the event names several instances
    public List<Signal> read(byte[] bytes) {
        if (bytes.length > LARGEST) {
            return Parser.malformed("larger than " + LARGEST + " bytes");
        }
        try {
            return read(new Event(json.read(bytes), json));
        } catch (Json.Unreadable unreadable) {
            return Parser.malformed("not JSON: " + unreadable.message());
        }
    }

    /// Like [#read(byte[])]. No more is taken from the stream than an event can have.
    public List<Signal> read(InputStream stream) {
        try {
            return read(stream.readNBytes(LARGEST + 1));
        } catch (IOException failure) {
            return Parser.malformed("the event could not be received: " + Json.shown(String.valueOf(failure)));
        }
    }

    /// What is to be believed of these signals now. A Spot warning and an expedited retirement move ENIs from a
    /// holder that works, on their word alone and for a short time: without a time, or with one that has not come,
    /// they are a reason to look and no more.
    ///
    /// @param now the time of the delivery
    public static List<Signal> believed(List<Signal> signals, Instant now) {
        return signals.stream().map(signal -> believed(signal, now)).toList();
    }

    private static Signal believed(Signal signal, Instant now) {
        if (!(signal instanceof Signal.OfInstance one)
                || !one.cause().actImmediately()
                || one.at().filter(at -> !at.isAfter(now.plus(CLOCKS_DIFFER))).isPresent()) {
            return signal;
        }
        String why = one.at().isEmpty() ? ", without a time" : ", with a time in the future";
        return new Signal.OfInstance(
                one.instance(), Cause.HEALTH_ISSUE, Optional.empty(), Optional.empty(), one.message() + why);
    }

    private List<Signal> read(Event event) {
        if (!event.root().isObject()) {
            return Parser.malformed("not a JSON object");
        }
        Kind kind = new Kind(
                event.text("source").orElse(""), event.text("detail-type").orElse(Kind.NO_DETAIL_TYPE));
        Parser parser = REGISTRY.get(kind);
        if (parser != null) {
            return parser.read(event, region);
        }
        if (kind.source().isEmpty() || kind.detailType().isEmpty()) {
            return Parser.malformed("not an EventBridge event: source or detail-type is missing or not a string");
        }
        return Parser.dropped(Reason.FOREIGN, "no parser handles " + kind);
    }

    /// What the envelope says of the kind of an event.
    ///
    /// @param source who sent it
    /// @param detailType its name
    private record Kind(String source, String detailType) {
        /// A CloudWatch alarm that has the function as its action sends no envelope of EventBridge.
        private static final String NO_DETAIL_TYPE = "";

        @Override
        public String toString() {
            return "\"" + Json.shown(detailType) + "\" of " + Json.shown(source);
        }
    }
}
