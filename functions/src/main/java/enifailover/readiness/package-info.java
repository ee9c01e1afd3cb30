/// The audit: read everything, remedy what may be remedied, judge each group as a failover would, notify of
/// changes. Takes a request; gives an audit. Knows the checks below, the pure packages and the ports; may not know
/// the SDK or the environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness;
