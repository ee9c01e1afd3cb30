package enifailover.execute;

/// How many moves of other groups are under way, as far as a run knows: all share the account's request limits. Told by
/// one thread, read by another.
public final class ConcurrentMoves {
    private volatile int others;

    /// @param number none or more
    public void others(int number) {
        others = number;
    }

    int others() {
        return others;
    }
}
