package enifailover.aws.events;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.AwsErrors;
import enifailover.aws.client.Clients;
import enifailover.aws.client.SdkValues;
import enifailover.port.AwsCallException;
import enifailover.port.EventPublisher;
import enifailover.port.Scheduler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/// Announces on the event bus and, where there is one, to the topic; side by side, so that neither waits for the other.
public final class EventBridgePublisher implements EventPublisher {
    /// The `source` of our events.
    public static final String SOURCE = "eni-failover";

    /// Both EventBridge and SNS take 256 KB with everything around the text.
    private static final int MOST_BYTES = 250_000;

    private static final int MOST_OF_SUBJECT = 100;

    private final Clients clients;
    private final String bus;
    private final Optional<String> topic;
    private final Scheduler scheduler;

    /// @param bus the name or ARN of the event bus
    /// @param topic the ARN of the topic, where there is one
    public EventBridgePublisher(Clients clients, String bus, Optional<String> topic, Scheduler scheduler) {
        this.clients = clients;
        this.bus = bus;
        this.topic = topic;
        this.scheduler = scheduler;
    }

    /// `events:PutEvents` beside `sns:Publish`.
    @Override
    public void announce(Announcement announcement) {
        List<Callable<Boolean>> ways = new ArrayList<>();
        ways.add(() -> put(announcement));
        topic.ifPresent(arn -> ways.add(() -> publish(arn, announcement)));
        scheduler.<Boolean>runAll(ways);
    }

    private boolean put(Announcement announcement) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(announcement.kind().detailType())
                .detail(detail(announcement))
                .build();
        PutEventsRequest request = PutEventsRequest.builder().entries(entry).build();
        PutEventsResponse answer =
                ask(ApiAction.PUT_EVENTS, () -> clients.eventBridge().putEvents(request));
        // The request succeeds even where no entry was taken.
        if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
            PutEventsResultEntry failed = answer.entries().getFirst();
            String code = SdkValues.text(failed.errorCode());
            String message = SdkValues.text(failed.errorMessage());
            throw new AwsCallException(
                    AwsErrors.refusal(code, message, 0), ApiAction.PUT_EVENTS.iam(), code, message, null);
        }
        return true;
    }

    private static String detail(Announcement announcement) {
        if (bytes(announcement.detailJson()) <= MOST_BYTES) {
            return announcement.detailJson();
        }
        // A group's name needs no escaping.
        return "{\"group\":\"" + announcement.group()
                + "\",\"note\":\"the report is too long for an event; it is in the journal\"}";
    }

    private boolean publish(String arn, Announcement announcement) {
        PublishRequest request = PublishRequest.builder()
                .topicArn(arn)
                .subject(subject(announcement.subject()))
                .message(shortened(announcement.message()))
                .build();
        ask(ApiAction.PUBLISH, () -> clients.sns().publish(request));
        return true;
    }

    /// ASCII without control characters, beginning with a letter, a digit or punctuation. Source: SNS API, Publish.
    static String subject(String text) {
        String ascii = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
        String some = ascii.isEmpty() ? SOURCE : ascii;
        return some.substring(0, Math.min(some.length(), MOST_OF_SUBJECT));
    }

    static String shortened(String text) {
        if (bytes(text) <= MOST_BYTES) {
            return text.isEmpty() ? SOURCE : text;
        }
        String part = text.substring(0, Math.min(text.length(), MOST_BYTES / 4));
        return part + "\n... the rest is in the journal";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
