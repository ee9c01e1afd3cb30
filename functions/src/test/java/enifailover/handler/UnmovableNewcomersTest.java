package enifailover.handler;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.STANDBY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.testkit.region.dynamo.DynamoOfAClass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody tags an interface of the active that EC2 never detaches: the group must not lose its failover by that.
class UnmovableNewcomersTest {
    private static final String MANAGED = "eni-0eeeeeeeeeeeeeeee";

    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static String primary(Deployment web, String instance) {
        List<String> found = new ArrayList<>();
        web.region.strike(scenery -> scenery.enis().stream()
                .filter(eni -> eni.attachment() != null
                        && eni.attachment().instanceId().equals(instance)
                        && eni.attachment().deviceIndex() == 0)
                .forEach(eni -> found.add(eni.id())));
        return found.getFirst();
    }

    private static void stillFailsOver(Deployment web, String newcomer) {
        web.audit();
        assertTrue(web.readinessTold().toString().contains(newcomer), web::last);
        web.sweeps(2);
        web.audit();
        web.sweeps(1);
        web.stops(ACTIVE);
        assertEquals("SUCCEEDED", web.event(ACTIVE, "stopped"), web::last);
        assertEquals(STANDBY, web.holder());
    }

    @ParameterizedTest
    @ValueSource(strings = {ACTIVE, STANDBY})
    @DisplayName("a primary interface is tagged into the group: it is told, and the group fails over as before")
    void aPrimaryInterface(String of) {
        Deployment.seen(DYNAMO, scene -> scene, web -> {
            String primary = primary(web, of);
            web.tag(primary, "eni-failover:group", "web");
            stillFailsOver(web, primary);
        });
    }

    @Test
    @DisplayName(
            "an interface that AWS manages is tagged into the group: it is told, and the group fails over as before")
    void aManagedInterface() {
        Deployment.seen(
                DYNAMO,
                scene -> scene.eni(
                        MANAGED,
                        eni -> eni.address("10.0.1.90").requesterManaged().on(ACTIVE, 2)),
                web -> {
                    web.tag(MANAGED, "eni-failover:group", "web");
                    stillFailsOver(web, MANAGED);
                });
    }
}
