/// What people and dashboards read. Takes what a run did, gives JSON and words a person can act on.
/// May not know: ports, clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.report;
