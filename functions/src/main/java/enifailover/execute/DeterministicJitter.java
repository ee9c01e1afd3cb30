package enifailover.execute;

/// Tells waits apart that begin, and are refused, at the same moment: they must not all come back at once. No chance is
/// in it, so that a run can be played again.
public final class DeterministicJitter {
    private DeterministicJitter() {}

    /// @param who tells this wait from others
    /// @param nth which of its pauses
    /// @param bound greater than nothing
    /// @return from 0 to one less than the bound, the same for the same arguments
    public static long below(Object who, long nth, long bound) {
        long mixed = (who.hashCode() * 31L + nth) * 0x9E3779B97F4A7C15L;
        return Math.floorMod(mixed >>> 20, bound);
    }
}
