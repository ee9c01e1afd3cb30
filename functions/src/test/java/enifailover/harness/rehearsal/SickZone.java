package enifailover.harness.rehearsal;

import enifailover.testkit.region.ec2.Checks.Kind;
import java.util.ArrayList;
import java.util.List;

/// The actives of nine groups turn impaired together, and recover together: some move, and then the limit by
/// default holds the others back until people have looked. What it counts holds for ten minutes, so it is played
/// last in its Region.
final class SickZone implements Scenario.Play {
    private static final String ALARM = "cloudwatch-alarm-status-check-instance-alarm";
    private static final int OTHERS = 8;
    /// The limit by default, where a fifth of the groups is fewer.
    private static final int LIMIT = 5;

    static final List<Scenario> ALL = List.of(new Scenario(
            "sick-zone", "all actives of a zone turn impaired, and recover", Scenario.Latency.QUICK, new SickZone()));

    @Override
    public void on(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        var all = new ArrayList<Cast>();
        for (var number = 1; number <= OTHERS; number++) {
            var instances = List.of("i-0fd%013xa".formatted(number), "i-0fd%013xb".formatted(number));
            all.add(stage.named(cast.group() + "-" + number, instances, 1));
        }
        stage.happens("the actives of all nine groups fail their status check", region -> {
            region.impair(cast.active());
            all.forEach(one -> region.impair(one.active()));
        });
        for (var one : all) {
            stage.event(ALARM, one.active());
        }
        stage.event(ALARM, cast.active()).verdict("LIMIT_REACHED");
        stage.stays(cast);
        var moved = (int) all.stream().filter(one -> left(stage, one)).count();
        stage.expectations().equal("as many groups have moved as the limit allows:", LIMIT, moved);
        stage.happens("all of them pass it again", region -> {
            stage.scenery().region().restore(cast.active(), Kind.INSTANCE);
            all.forEach(one -> stage.scenery().region().restore(one.active(), Kind.INSTANCE));
        });
        stage.sweep("finds nothing more to do").only();
        stage.stays(cast);
        stage.changes(moved, moved);
    }

    private static boolean left(Stage stage, Cast cast) {
        return stage.scenery()
                .place(cast.enis().getFirst())
                .filter(place -> !place.instance().equals(cast.active()))
                .isPresent();
    }
}
