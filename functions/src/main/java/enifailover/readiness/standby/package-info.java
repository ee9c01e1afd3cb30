/// Readiness checks of a group's instances: could each standby take the ENIs now? Each takes a context and gives
/// findings. May not know: ports, clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.standby;
