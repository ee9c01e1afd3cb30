/// Readiness checks of a group's ENIs: attachment, tags, addresses, routes. Each takes a context and gives
/// findings. May not know: ports, clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.eni;
