package enifailover.testkit.region.call;

import java.time.Duration;

/// Who calls: the access key at the wire, any name in process.
///
/// @param name who
/// @param timeout how long it waits for an answer
public record Caller(String name, Duration timeout) {

    /// Who sets a test's scene.
    public static final Caller TEST = new Caller("test", Duration.ofSeconds(50));

    /// The same with the default time-out.
    public static Caller named(String name) {
        return new Caller(name, TEST.timeout);
    }
}
