package enifailover.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.model.DevicePosition;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.ReservationStore;
import enifailover.port.ReservationStore.Reading;
import enifailover.testkit.memory.AtOnce;
import enifailover.testkit.memory.ManualScheduler;
import enifailover.testkit.memory.ReservationStoreContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The reservations on DynamoDB keep the contract, whoever comes at once.
class DynamoReservationStoreTest extends ReservationStoreContract {
    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private final ManualScheduler time = new ManualScheduler();

    @Override
    protected ReservationStore reservations() {
        return new DynamoReservationStore(DYNAMO.clients(), DYNAMO.table(), time);
    }

    @Override
    protected ManualScheduler time() {
        return time;
    }

    @Test
    void ofManyAtOnceOneHasTheSlot() throws Exception {
        Reading seen = reservations().read();
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            GroupName group = new GroupName("group-" + i);
            work.add(() -> reservations()
                    .reserve(
                            group,
                            new InstanceId("i-0b0b0b0b"),
                            Set.of(new DevicePosition(1, 0)),
                            time.now().plusSeconds(45),
                            seen));
        }
        assertEquals(1, Collections.frequency(AtOnce.all(work), true));
        assertEquals(1, reservations().read().slots().size());
    }
}
