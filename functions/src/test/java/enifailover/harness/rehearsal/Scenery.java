package enifailover.harness.rehearsal;

import enifailover.testkit.guest.Diary;
import enifailover.testkit.guest.Guests;
import enifailover.testkit.guest.Guests.Manager;
import enifailover.testkit.region.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The Region as a scenario sees it: groups are set up in it, things happen to them, and where everything is at the
/// end is read from it, not from what a function says.
public interface Scenery {

    /// Where an ENI is.
    record Place(String instance, int deviceIndex, String status) {
        @Override
        public String toString() {
            return status + " to " + instance + " at device index " + deviceIndex;
        }
    }

    /// A request that the Region answered.
    ///
    /// @param at when it arrived
    /// @param took until it was answered
    /// @param accessKey whose it was
    /// @param service such as `ec2`
    /// @param action such as `DetachNetworkInterface`
    /// @param subject what it was about, in a word or two
    /// @param refusal the error code; empty where it was carried out
    record Call(
            Instant at,
            Duration took,
            String accessKey,
            String service,
            String action,
            String subject,
            Optional<String> refusal) {

        /// Whether it asked EC2 to change anything.
        boolean change() {
            return service.equals("ec2")
                    && !action.startsWith("Describe")
                    && !refusal.equals(Optional.of("DryRunOperation"));
        }

        /// Whether it only looks.
        boolean read() {
            return action.startsWith("Describe") || action.startsWith("Get");
        }

        /// For a timeline: what is read says enough by its name.
        String message() {
            return service + " " + action + (read() || subject.isEmpty() ? "" : " " + subject)
                    + refusal.map(code -> ": " + code).orElse("");
        }
    }

    void latency(Scenario.Latency latency);

    Cast group(String name, List<String> instances, int enis);

    void stop(String instance);

    void terminate(String instance);

    void impair(String instance);

    /// It is, and always was, a Spot instance.
    void spot(String instance);

    void schedule(String instance, String code, Duration from);

    /// Its status check fails and its agent is silent; the guest keeps its routing.
    void hang(String instance);

    /// The same instance is back, as EC2's automatic recovery brings it.
    void recover(String instance);

    /// The guest of this instance routes the group's ENIs since long ago.
    void routes(Cast cast, String instance);

    /// The operator adds a tag to the group's ENIs.
    void tag(Cast cast, String key, String value);

    Optional<Place> place(String eni);

    boolean routed(String eni, String instance);

    List<Call> calls(Instant since);

    /// The Region itself, for what no other scenario needs.
    Region region();

    /// A drill of the group has succeeded then, as the table remembers it.
    void drilled(String group, Instant at);

    /// Makes a group's instances real hosts, with its one ENI in the active.
    Guests guests(Cast cast, Manager manager, Diary diary) throws Exception;

    /// From now on an agent begins a command so long after it was sent; else as EC2 and Systems Manager commonly are.
    void agents(Duration late);

    /// What EC2 itself needs between a detach and the end of the attach that follows, with real latencies.
    Duration untilMoved();
}
