package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.port.AdmissionQueue;
import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The queue in the one table: a row under a key that no group can have, with the moment at which the next turn is
/// free. Whoever takes a turn moves that moment on, in one write. Where it has passed, nobody waits, and the first to
/// come sets it anew. A write whose answer is lost costs a turn that nobody uses.
public final class DynamoAdmissionQueue implements AdmissionQueue {
    private static final String TURNS = "turns";
    private static final String NEXT = "next";
    /// No queue is this long, because nobody takes a turn that comes after the function's own time: a clock was wrong.
    private static final Duration NONSENSE = Duration.ofMinutes(15);

    /// Each refused write means that another has begun or filled the queue meanwhile.
    private static final int MOST_TRIES = 8;

    private final ConditionalTable rows;
    private final Scheduler scheduler;

    /// @param table the name of the table
    public DynamoAdmissionQueue(Clients clients, String table, Scheduler scheduler) {
        this.rows = new ConditionalTable(clients, table);
        this.scheduler = scheduler;
    }

    /// `dynamodb:UpdateItem`, one where others wait, two for the first to come.
    @Override
    public Optional<Instant> take(Duration length, Duration within) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Instant now = scheduler.now();
            UpdateExpression behind = new UpdateExpression()
                    .raise(NEXT, number(length.toMillis()))
                    .when("{0} BETWEEN {1} AND {2}", NEXT, millis(now), millis(now.plus(within)));
            switch (write(behind)) {
                case Taken(var next) -> {
                    return Optional.of(next.minus(length));
                }
                case Free() -> {
                    UpdateExpression first = new UpdateExpression()
                            .set(NEXT, millis(now.plus(length)))
                            .when(
                                    "attribute_not_exists({0}) OR {0} < {1} OR {0} > {2}",
                                    NEXT, millis(now), millis(now.plus(NONSENSE)));
                    if (write(first) instanceof Taken) {
                        return Optional.of(now);
                    }
                }
                case Full() -> {
                    return Optional.empty();
                }
            }
        }
        throw new AwsCallException(
                ErrorKind.UNANSWERED,
                ApiAction.UPDATE_ITEM.iam(),
                "Contention",
                "other runs took every turn first",
                null);
    }

    /// What came of a write.
    private sealed interface End {}

    /// @param next when the turn after it comes
    private record Taken(Instant next) implements End {}

    /// Nobody waits.
    private record Free() implements End {}

    /// The queue is longer than was asked for.
    private record Full() implements End {}

    private End write(UpdateExpression updateExpression) {
        Instant now = scheduler.now();
        return switch (rows.exchange(DynamoAutomationSwitch.key(TURNS), updateExpression)) {
            case ConditionalTable.Written(var row) -> new Taken(next(row));
            case ConditionalTable.Unmet(var row) -> {
                Instant next = next(row);
                boolean nobody = next.isBefore(now) || next.isAfter(now.plus(NONSENSE));
                yield nobody ? new Free() : new Full();
            }
        };
    }

    private static Instant next(Map<String, AttributeValue> row) {
        return Items.present(row, NEXT)
                .map(_ -> Instant.ofEpochMilli(Items.whole(row, NEXT)))
                .orElse(Instant.EPOCH);
    }

    private static AttributeValue millis(Instant at) {
        return number(at.toEpochMilli());
    }
}
