package enifailover.harness.rehearsal;

import enifailover.testkit.guest.Guests;
import enifailover.testkit.guest.Watch;
import enifailover.testkit.guest.Watch.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A group on real hosts: what its clients see, and what its kernels hold.
final class RealHosts implements Hosts {
    /// One period of the client's probes, and its own slowness on a busy machine.
    private static final Duration SLACK = Duration.ofMillis(500);

    /// Nobody waits for a clean-up or for staging: Systems Manager's own time, and the script's.
    private static final Duration UNWATCHED = Duration.ofSeconds(10);

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

    @Override
    public Cast cast() {
        return cast;
    }

    @Override
    public void answers(String instance) throws Exception {
        var wanted = guests.addresses().stream().collect(Collectors.toMap(each -> each, _ -> instance));
        expectations.equal("a client's TCP connections are answered:", wanted, Map.copyOf(guests.answering()));
    }

    @Override
    public void routesOnce(String instance) throws Exception {
        expectations.equal("rules of " + instance + ":", rules(), sorted(guests.rules(instance)));
    }

    @Override
    public void forgets(String instance) throws Exception {
        await(() -> guests.rules(instance).isEmpty());
        expectations.equal("rules left on " + instance + ":", List.of(), guests.rules(instance));
    }

    @Override
    public void staged(String instance) throws Exception {
        await(() -> !guests.files(instance).isEmpty());
        expectations.equal(
                "files of ours on " + instance + ":", 1, guests.files(instance).size());
        expectations.equal("rules there before the ENI:", List.of(), guests.rules(instance));
    }

    /// Something that nobody waits for.
    static void await(Callable<Boolean> holds) throws Exception {
        var until = Instant.now().plus(UNWATCHED);
        while (!holds.call() && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
    }

    private List<String> rules() {
        return sorted(guests.addresses().stream()
                .map(address -> "from " + address + " lookup 20001")
                .toList());
    }

    private static List<String> sorted(List<String> some) {
        return some.stream().sorted().toList();
    }

    @Override
    public void watch(String... steady) throws Exception {
        measurement = Optional.of(new Measurement(guests.watch(List.of(steady)), Instant.now()));
    }

    @Override
    public Optional<Duration> outage(Answers answers, String... steady) throws Exception {
        var ended = Instant.now();
        var began = measurement.orElseThrow();
        Seen seen = began.watch().end();
        measurement = Optional.empty();
        var kinds = seen.outages().entrySet().stream()
                .map(kind -> kind.getKey() + " " + seconds(kind.getValue()))
                .collect(Collectors.joining(", "));
        measured.accept("a client behind the VPC's router had no answer for " + kinds
                + ". The floor, EC2's detach and attach: " + seconds(floor) + "; the function, by its report: "
                + seconds(took(answers)) + after(seen) + ".");
        expectations.equal("kinds of traffic measured:", 4, seen.outages().size());
        var most = Duration.between(began.began(), ended).plus(SLACK);
        expectations.within("the shortest outage", floor.minus(SLACK), seen.shortest(), most);
        expectations.within("the longest outage", floor.minus(SLACK), seen.longest(), most);
        Arrays.asList(steady).forEach(instance -> unshaken(instance, seen));
        return Optional.of(seen.longest());
    }

    /// How long a function's last run took, by its report.
    static Duration took(Answers answers) {
        return Duration.ofMillis(answers.reports().getLast().path("tookMs").asLong());
    }

    /// What of it was the guest's own: EC2 had attached, and no client was answered yet.
    private String after(Seen seen) {
        var appeared = guests.appeared();
        return seen.again().values().stream()
                .max(Instant::compareTo)
                .filter(again -> again.isAfter(appeared))
                .map(again -> "; all answered "
                        + Duration.between(appeared, again).toMillis() + " ms after the interface had come")
                .orElse("");
    }

    private void unshaken(String instance, Seen seen) {
        var sent = seen.sent().getOrDefault(instance, 0);
        var lost = seen.lost().getOrDefault(instance, 0).toString();
        expectations.equal(
                "pings lost at the own address of " + instance + ":",
                "0 of " + Math.max(sent, FEWEST_PINGS),
                lost + " of " + sent);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    @Override
    public void close() {
        guests.close();
    }
}
