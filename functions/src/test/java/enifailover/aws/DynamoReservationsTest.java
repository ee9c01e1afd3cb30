package enifailover.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.group.GroupName;
import enifailover.group.InstanceId;
import enifailover.group.Slot;
import enifailover.port.AtOnce;
import enifailover.port.HandTime;
import enifailover.port.Reservations;
import enifailover.port.Reservations.Reading;
import enifailover.port.ReservationsContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The reservations on DynamoDB keep the contract, whoever comes at once.
class DynamoReservationsTest extends ReservationsContract {
    @RegisterExtension
    static final DynamoClients DYNAMO = new DynamoClients();

    private final HandTime time = new HandTime();
    private String table = "";

    @BeforeEach
    void fresh() {
        table = DYNAMO.freshTable();
    }

    @Override
    protected Reservations reservations() {
        return new DynamoReservations(DYNAMO.clients(), table, time);
    }

    @Override
    protected HandTime time() {
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
                            Set.of(new Slot(1, 0)),
                            time.now().plusSeconds(45),
                            seen));
        }
        assertEquals(1, Collections.frequency(AtOnce.all(work), true));
        assertEquals(1, reservations().read().slots().size());
    }
}
