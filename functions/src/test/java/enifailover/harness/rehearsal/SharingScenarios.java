package enifailover.harness.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Groups that share a standby.
final class SharingScenarios {
    private static final String OTHER_ACTIVE = "i-0fe00000000000002";
    private static final String OTHER = "shares-the-standby";

    private SharingScenarios() {}

    static void oneStandby(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        var other = stage.named(OTHER, List.of(OTHER_ACTIVE), 1);
        var region = stage.scenery().region();
        region.strike(world -> world.retag(
                cast.standby(),
                Map.of("eni-failover:group", cast.group() + " " + OTHER, "eni-failover:priority", "20")));
        stage.sweep("sees both groups for the first time").only();
        stage.happens("the actives of both groups are stopped; both ENIs want index 1 of " + cast.standby(), one -> {
            one.stop(cast.active());
            one.stop(OTHER_ACTIVE);
        });
        stage.sweep("moves one of them, and takes nothing from the other").only("SUCCEEDED", "NO_STANDBY");
        var places = Stream.of(cast, other)
                .flatMap(one -> stage.scenery().place(one.enis().getFirst()).stream())
                .map(Scenery.Place::instance)
                .toList();
        stage.expectations()
                .equal(
                        "ENIs on the standby:",
                        1L,
                        places.stream().filter(cast.standby()::equals).count());
        stage.expectations()
                .equal(
                        "ENIs where they were:",
                        1L,
                        places.stream()
                                .filter(List.of(cast.active(), OTHER_ACTIVE)::contains)
                                .count());
        stage.changes(1, 1);
        region.strike(world -> {
            world.retag(other.enis().getFirst(), Map.of());
            world.retag(OTHER_ACTIVE, Map.of());
            world.retag(cast.standby(), Map.of());
        });
    }
}
