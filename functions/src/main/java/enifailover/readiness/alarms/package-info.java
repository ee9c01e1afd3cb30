/// Readiness checks of status alarms and of other automation that acts on a member. May not know: ports, clock,
/// SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.alarms;
