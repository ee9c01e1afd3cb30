package enifailover.testkit.guest;

/// Hears what happens inside the guests, when it happens; on any thread.
@FunctionalInterface
public interface Diary {

    /// @param instanceId where
    /// @param what in a few words
    void note(String instanceId, String what);
}
