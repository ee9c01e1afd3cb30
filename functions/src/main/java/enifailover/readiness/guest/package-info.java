/// Readiness checks of the guest: its SSM agent, its routing, staged files. May not know: ports, clock, SDK,
/// environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.guest;
