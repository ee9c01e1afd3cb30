package enifailover.testkit.region.time;

/// Ends a simulated thread as a crash ends a process. An Error, so that nothing which handles failures swallows it;
/// whoever does all the same meets it again at the next call.
public final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    /// @param thread the name of the simulated thread
    public Killed(String thread) {
        super(thread + " was killed", null, false, false);
    }
}
