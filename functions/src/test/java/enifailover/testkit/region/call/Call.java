package enifailover.testkit.region.call;

import java.time.Duration;

/// One request and what became of it.
///
/// @param attempt the request
/// @param answer the HTTP status; 0 where there was no answer
/// @param code `ok`, AWS's error code, or the kind of silence
/// @param committed whether the region carried it out
/// @param took from the request to the answer
public record Call(Attempt attempt, int answer, String code, boolean committed, Duration took) {

    /// As IAM names it.
    public String permission() {
        return attempt.permission();
    }

    /// One line for a person.
    @Override
    public String toString() {
        return "%s %-22s %s %s %s -> %s %s (%d ms)"
                .formatted(
                        attempt.at(),
                        attempt.caller().name(),
                        attempt.service(),
                        attempt.action(),
                        attempt.subject(),
                        answer,
                        code,
                        took.toMillis());
    }
}
