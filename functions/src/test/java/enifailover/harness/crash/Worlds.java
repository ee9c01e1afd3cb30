package enifailover.harness.crash;

/// Makes worlds.
interface Worlds extends AutoCloseable {

    /// @param number makes its names its own, from 1
    /// @param enis how many there are in its group
    World fresh(int number, int enis) throws Exception;

    @Override
    default void close() {}
}
