package enifailover.rehearsal;

import enifailover.guest.Guests;
import enifailover.guest.Watch;
import enifailover.guest.Watch.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A group on real hosts: what its clients see, and what its kernels hold.
final class RealHosts implements AutoCloseable {
    /// One period of the client's probes, and its own slowness on a busy machine.
    private static final Duration SLACK = Duration.ofMillis(500);

    /// Nobody waits for the clean-up of the old holder: Systems Manager's own time, and the script's.
    private static final Duration CLEANED_WITHIN = Duration.ofSeconds(10);

    /// Pings to a host's own address are 20 ms apart; fewer than this prove nothing.
    private static final int FEWEST_PINGS = 100;

    /// What is measured, from when to when.
    private record Measurement(Watch watch, Instant began) {}

    private final Cast cast;
    private final Guests guests;
    private final Duration floor;
    private final Expectations expectations;
    private final Consumer<String> measured;
    private Optional<Measurement> measurement = Optional.empty();

    /// @param floor what EC2 itself needs for the move
    /// @param measured takes what was measured, in words
    RealHosts(Cast cast, Guests guests, Duration floor, Expectations expectations, Consumer<String> measured) {
        this.cast = cast;
        this.guests = guests;
        this.floor = floor;
        this.expectations = expectations;
        this.measured = measured;
    }

    Cast cast() {
        return cast;
    }

    /// Every address of the ENI is answered by this instance, IPv4 and IPv6.
    void answers(String instance) throws Exception {
        var wanted = guests.addresses().stream().collect(Collectors.toMap(each -> each, _ -> instance));
        expectations.equal("a client's TCP connections are answered:", wanted, Map.copyOf(guests.answering()));
    }

    /// Its kernel has one rule for each address of the ENI, and no other.
    void routesOnce(String instance) throws Exception {
        expectations.equal("rules of " + instance + ":", rules(), sorted(guests.rules(instance)));
    }

    /// Its kernel has no rule of the ENI any more, a little later.
    void forgets(String instance) throws Exception {
        var until = Instant.now().plus(CLEANED_WITHIN);
        while (!guests.rules(instance).isEmpty() && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
        expectations.equal("rules left on " + instance + ":", List.of(), guests.rules(instance));
    }

    private List<String> rules() {
        return sorted(guests.addresses().stream()
                .map(address -> "from " + address + " lookup 20001")
                .toList());
    }

    private static List<String> sorted(List<String> some) {
        return some.stream().sorted().toList();
    }

    /// A client begins to measure.
    ///
    /// @param steady the instances whose own addresses must not lose one ping meanwhile
    void watch(String... steady) throws Exception {
        measurement = Optional.of(new Measurement(guests.watch(List.of(steady)), Instant.now()));
    }

    /// The client ends: it was without an answer for as long as EC2 needs at least, else nothing was measured, and not
    /// longer than until the function had observed its success.
    ///
    /// @param answers of the run that was watched
    void outage(Answers answers, String... steady) throws Exception {
        var ended = Instant.now();
        var began = measurement.orElseThrow();
        Seen seen = began.watch().end();
        measurement = Optional.empty();
        var function =
                Duration.ofMillis(answers.reports().getLast().path("tookMs").asLong());
        var kinds = seen.outages().entrySet().stream()
                .map(kind -> kind.getKey() + " " + seconds(kind.getValue()))
                .collect(Collectors.joining(", "));
        measured.accept("a client behind the VPC's router had no answer for " + kinds
                + ". The floor, EC2's detach and attach: " + seconds(floor) + "; the function, by its report: "
                + seconds(function) + ".");
        expectations.equal("kinds of traffic measured:", 4, seen.outages().size());
        var most = Duration.between(began.began(), ended).plus(SLACK);
        expectations.within("the shortest outage", floor.minus(SLACK), seen.shortest(), most);
        expectations.within("the longest outage", floor.minus(SLACK), seen.longest(), most);
        Arrays.asList(steady).forEach(instance -> unshaken(instance, seen));
    }

    private void unshaken(String instance, Seen seen) {
        var sent = seen.sent().getOrDefault(instance, 0);
        var lost = seen.lost().getOrDefault(instance, 0).toString();
        expectations.equal(
                "pings lost at the own address of " + instance + ":",
                "0 of " + Math.max(sent, FEWEST_PINGS),
                lost + " of " + sent);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    @Override
    public void close() {
        guests.close();
    }
}
