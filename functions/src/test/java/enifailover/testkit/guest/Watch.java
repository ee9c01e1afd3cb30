package enifailover.testkit.guest;

import static java.lang.ProcessBuilder.Redirect.DISCARD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A client behind the VPC's router that asks the ENI's addresses every 20 ms, by TCP and by ping, and meanwhile
/// pings the hosts' own addresses.
public final class Watch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KINDS = List.of("tcp4", "ping4", "tcp6", "ping6");

    /// What was seen.
    ///
    /// @param outages the longest time without an answer, by kind: `tcp4`, `ping4`, `tcp6`, `ping6`
    /// @param lost how many pings each host's own address left unanswered, by host
    /// @param sent how many it was sent, by host
    /// @param again when the longest time without an answer was over, by kind
    public record Seen(
            Map<String, Duration> outages,
            Map<String, Integer> lost,
            Map<String, Integer> sent,
            Map<String, Instant> again) {

        /// The longest of all.
        public Duration longest() {
            return outages.values().stream().max(Duration::compareTo).orElseThrow();
        }

        /// The shortest of all.
        public Duration shortest() {
            return outages.values().stream().min(Duration::compareTo).orElseThrow();
        }
    }

    private final Process moved;
    private final Process own;
    private final CompletableFuture<String> losses;
    private final Map<String, String> ownAddresses;

    private Watch(Process moved, Process own, Map<String, String> ownAddresses) {
        this.moved = moved;
        this.own = own;
        this.losses = Shell.text(own.getInputStream());
        this.ownAddresses = ownAddresses;
    }

    /// @param ownAddresses the hosts' own addresses that have to answer all the time, by host
    static Watch begin(Vpc vpc, List<String> addresses, Map<String, String> ownAddresses) throws IOException {
        Process moved = vpc.verb("watch", addresses).start();
        Process own =
                vpc.verb("losses", ownAddresses.values()).redirectError(DISCARD).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(moved.getErrorStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        if (line == null || !line.startsWith("watching")) {
            throw new IllegalStateException("the client does not watch: " + line);
        }
        return new Watch(moved, own, ownAddresses);
    }

    /// Ends it.
    public Seen end() throws IOException, InterruptedException {
        CompletableFuture<String> gaps = Shell.text(moved.getInputStream());
        moved.getOutputStream().close();
        own.getOutputStream().close();
        if (!moved.waitFor(10, TimeUnit.SECONDS) || !own.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the client does not end");
        }
        JsonNode seen = JSON.readTree(gaps.join());
        JsonNode pings = JSON.readTree(losses.join());
        Map<String, Duration> outages = new LinkedHashMap<>();
        KINDS.stream()
                .filter(seen::has)
                .forEach(kind ->
                        outages.put(kind, Duration.ofMillis(seen.path(kind).asLong())));
        Map<String, Instant> again = new LinkedHashMap<>();
        outages.keySet()
                .forEach(kind -> again.put(
                        kind, Instant.ofEpochMilli(seen.path("again").path(kind).asLong())));
        Map<String, Integer> lost = new LinkedHashMap<>();
        Map<String, Integer> sent = new LinkedHashMap<>();
        ownAddresses.forEach((host, address) -> {
            lost.put(host, pings.path(address).path("lost").asInt(Integer.MAX_VALUE));
            sent.put(host, pings.path(address).path("sent").asInt(0));
        });
        return new Seen(outages, lost, sent, again);
    }
}
