/// All groups at one moment, for people. Changes nothing. Knows `report`, `failover` and the ports; may not know
/// the SDK or the environment.
@org.jspecify.annotations.NullMarked
package enifailover.dashboard;
