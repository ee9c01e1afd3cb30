/// The scheduled look at all groups: failures without an event, interrupted moves, what follows a move. Takes the
/// time; gives reports. Knows `failover` and the ports; may not know the SDK or the environment.
@org.jspecify.annotations.NullMarked
package enifailover.sweep;
