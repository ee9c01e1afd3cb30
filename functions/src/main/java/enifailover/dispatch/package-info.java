/// From the signals of one event to the groups they concern: each group's failover, or the sweep. Knows `event`,
/// `failover`, `sweep` and the ports; may not know the SDK or the environment.
@org.jspecify.annotations.NullMarked
package enifailover.dispatch;
