package enifailover.harness.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Simulated hosts in the place of real ones: they remember what the document was asked to route, and no client is
/// there to measure.
final class SimulatedHosts implements Hosts {
    private final Cast cast;
    private final Scenery region;
    private final Duration floor;
    private final Expectations expectations;
    private final Verification verification;
    private final Consumer<String> measured;
    private Instant began = Instant.now();

    /// @param floor what EC2 itself needs for the move
    /// @param measured takes, in words, what was not measured
    SimulatedHosts(Cast cast, Scenery region, Duration floor, Expectations expectations, Consumer<String> measured) {
        this.cast = cast;
        this.region = region;
        this.floor = floor;
        this.expectations = expectations;
        this.verification = new Verification(region, expectations);
        this.measured = measured;
        region.routes(cast, cast.active());
    }

    @Override
    public Cast cast() {
        return cast;
    }

    @Override
    public void answers(String instance) {
        verification.placed(cast, instance);
    }

    @Override
    public void routesOnce(String instance) {
        verification.routed(cast, instance);
    }

    @Override
    public void forgets(String instance) throws Exception {
        for (var eni : cast.enis()) {
            RealHosts.await(() -> !region.routed(eni, instance));
        }
        verification.cleaned(cast, instance);
    }

    @Override
    public void staged(String instance) throws Exception {
        var hosts = region.region().hosts();
        RealHosts.await(() -> !hosts.staged(instance).isEmpty());
        var ahead = new TreeSet<>(hosts.staged(instance).keySet());
        expectations.equal("staged on " + instance + ":", new TreeSet<>(cast.enis()), ahead);
    }

    @Override
    public void watch(String... steady) {
        began = Instant.now();
    }

    @Override
    public Optional<Duration> outage(Answers answers, String... steady) {
        var function = RealHosts.took(answers);
        measured.accept("nothing, for these hosts are simulated. The floor, EC2's detach and attach: "
                + RealHosts.seconds(floor) + "; the function, by its report: " + RealHosts.seconds(function) + ".");
        var most = Duration.between(began, Instant.now());
        expectations.within("the function, by its report,", floor, function, most);
        return Optional.empty();
    }

    @Override
    public void close() {
        // They are the Region's.
    }
}
