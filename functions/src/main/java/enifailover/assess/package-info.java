/// The assessment of a group. Takes a snapshot and a trigger; gives an assessment with its evidence: no action, or
/// a move and why. May not know: ports, clock, SDK, environment, how a move is done.
@org.jspecify.annotations.NullMarked
package enifailover.assess;
