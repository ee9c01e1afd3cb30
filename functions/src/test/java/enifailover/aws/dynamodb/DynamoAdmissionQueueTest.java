package enifailover.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.port.AdmissionQueue;
import enifailover.port.AwsCallException;
import enifailover.testkit.memory.AdmissionQueueContract;
import enifailover.testkit.memory.AtOnce;
import enifailover.testkit.memory.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The queue on DynamoDB keeps the contract, whoever comes at once, and a wrong clock spoils it for nobody.
class DynamoAdmissionQueueTest extends AdmissionQueueContract {
    private static final Duration LENGTH = Duration.ofMillis(200);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private final ManualScheduler time = new ManualScheduler();

    @Override
    protected AdmissionQueue turns() {
        return new DynamoAdmissionQueue(DYNAMO.clients(), DYNAMO.table(), time);
    }

    @Override
    protected ManualScheduler time() {
        return time;
    }

    @Test
    void ofManyAtOnceNoTwoHaveTheSameTurn() throws Exception {
        int many = 24;
        List<Callable<Instant>> work = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            work.add(() -> turns().take(LENGTH, MINUTE).orElseThrow());
        }
        assertEquals(many, AtOnce.all(work).stream().distinct().count());
    }

    @Test
    void whoWaitsCostsOneRequestAndALostAnswerOneTurn() {
        turns().take(LENGTH, MINUTE);
        DYNAMO.wire.requests();
        assertEquals(Optional.of(time.now().plus(LENGTH)), turns().take(LENGTH, MINUTE));
        assertEquals(1, DYNAMO.wire.requests());
        DYNAMO.wire.loseNext(1);
        assertEquals(Optional.of(time.now().plus(LENGTH.multipliedBy(3))), turns().take(LENGTH, MINUTE));
    }

    /// A process whose clock is an hour early has been here: nobody waits an hour for it.
    @Test
    void aQueueThatIsTooLongToBeTrueBeginsAnew() {
        ManualScheduler early = new ManualScheduler(time.now().plus(Duration.ofHours(1)));
        new DynamoAdmissionQueue(DYNAMO.clients(), DYNAMO.table(), early).take(LENGTH, MINUTE);
        assertEquals(Optional.of(time.now()), turns().take(LENGTH, MINUTE));
        assertEquals(Optional.of(time.now().plus(LENGTH)), turns().take(LENGTH, MINUTE));
    }

    @Test
    void aTableThatIsNotThereIsARefusal() {
        assertThrows(AwsCallException.class, () -> new DynamoAdmissionQueue(DYNAMO.clients(), "no-such-table", time)
                .take(LENGTH, MINUTE));
    }
}
