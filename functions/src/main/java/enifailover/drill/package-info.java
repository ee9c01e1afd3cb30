/// What a person asks for: drills, status, history, the kill switch. Takes a request; gives an answer. Knows
/// `failover` and the ports; may not know the SDK or the environment.
@org.jspecify.annotations.NullMarked
package enifailover.drill;
