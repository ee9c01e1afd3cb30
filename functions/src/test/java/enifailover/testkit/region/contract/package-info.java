/// One contract, asked of the simulated region and of emulators that nobody here wrote, so that neither is believed
/// alone.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.contract;
