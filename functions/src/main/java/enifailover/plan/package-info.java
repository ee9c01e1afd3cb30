/// The plan of a move. Takes a snapshot and an assessment; gives steps as data, each with what must be true after
/// it, so that a step may be repeated; or the reasons why no standby may be used. May not know: ports, clock, SDK,
/// environment.
@org.jspecify.annotations.NullMarked
package enifailover.plan;
