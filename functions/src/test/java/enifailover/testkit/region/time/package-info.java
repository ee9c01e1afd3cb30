/// Clocks of the simulated region: a real one for loopback, and a virtual one that runs simulated threads one at a
/// time, replayable from a seed. May not know: EC2, SSM, the wire.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.time;
