package enifailover.event;

import enifailover.event.Signal.Reason;
import enifailover.model.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `AWS Health Event` of EC2. Each event comes twice, here and in a backup Region; in pages, in any order, each with
/// entities of its own; and again with every update. All that needs no memory: every instance it names is looked at.
final class HealthParser implements Parser {
    /// What is over asks for nothing. Source: AWS Health API, EventStatusCode and EntityStatusCode.
    private static final Set<String> OVER = Set.of("RESOLVED", "UNIMPAIRED");

    @Override
    public List<Signal> read(Event event, String region) {
        Json.Node detail = event.detail();
        Optional<String> code = detail.get("eventTypeCode").text().filter(it -> !it.isBlank());
        if (code.isEmpty()) {
            return Parser.malformed("an AWS Health event without its code");
        }
        String service = detail.get("service").text().orElse("");
        if (!service.equals("EC2") && !(service.isEmpty() && code.get().startsWith("AWS_EC2_"))) {
            return Parser.dropped(
                    Reason.FOREIGN,
                    "an AWS Health event of another service: " + Json.shown(service + " " + code.get()));
        }
        Optional<List<Signal>> elsewhere = Parser.elsewhere(impacted(event), region);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        // What came of an automatic recovery is over when it is told: it may come closed and is news all the same.
        boolean result = code.get().contains("_AUTO_RECOVERY_");
        if (!result
                && detail.get("statusCode")
                        .text()
                        .filter("closed"::equalsIgnoreCase)
                        .isPresent()) {
            return Parser.noAction(Json.shown(code.get()) + " is closed");
        }
        return signals(event, code.get());
    }

    private static List<Signal> signals(Event event, String code) {
        Optional<Instant> at = event.time()
                .or(() -> event.detail().get("lastUpdatedTime").text().flatMap(Timestamps::parse));
        Optional<Instant> startsAt = event.detail().get("startTime").text().flatMap(Timestamps::parse);
        Cause cause = cause(code, event.detail().get("eventTypeCategory").text().orElse(""));
        List<Signal> signals = new ArrayList<>();
        for (InstanceId instance : instances(event)) {
            signals.add(new Signal.OfInstance(instance, cause, at, startsAt, Json.shown(code)));
        }
        return signals.isEmpty()
                ? Parser.noAction(Json.shown(code) + " names no instance that is still affected")
                : List.copyOf(signals);
    }

    /// The Region where it happens, which is not where it was delivered.
    private static Optional<String> impacted(Event event) {
        return event.detail()
                .get("eventRegion")
                .text()
                .or(() -> event.detail().get("eventArn").text().flatMap(Arns::regionOfArn))
                .or(event::region);
    }

    /// By the code, since the category of recovery results is not documented. What is not known is looked at as an
    /// issue: a look does no harm, and a new kind of trouble is not passed over in silence.
    private static Cause cause(String code, String category) {
        if (code.endsWith("_AUTO_RECOVERY_SUCCESS")) {
            return Cause.RECOVERED;
        }
        if (code.endsWith("_AUTO_RECOVERY_FAILURE")) {
            return Cause.RECOVERY_FAILED;
        }
        if (code.endsWith("_EXPEDITED")) {
            return Cause.EXPEDITED;
        }
        return category.equals("scheduledChange") || code.endsWith("_SCHEDULED") ? Cause.SCHEDULED : Cause.HEALTH_ISSUE;
    }

    /// Entities and resources together, each instance once, without those that are said to be well again. Hosts, other
    /// resources and placeholders fall away.
    private static Set<InstanceId> instances(Event event) {
        Set<InstanceId> affected = new LinkedHashSet<>();
        Set<InstanceId> over = new HashSet<>();
        for (Json.Node entity : event.detail().get("affectedEntities").items()) {
            boolean done = entity.get("status").text().filter(OVER::contains).isPresent();
            entity.get("entityValue").text().flatMap(Arns::instance).ifPresent((done ? over : affected)::add);
        }
        event.resources().stream()
                .flatMap(resource -> Arns.instance(resource).stream())
                .filter(instance -> !over.contains(instance))
                .forEach(affected::add);
        return affected;
    }
}
