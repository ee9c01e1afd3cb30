/// The failover of one group: lease, observe, assess, plan, execute, report. Takes a trigger; gives a report. Knows
/// the pure packages and the ports; may not know: the SDK, the environment, drills, readiness.
@org.jspecify.annotations.NullMarked
package enifailover.failover;
