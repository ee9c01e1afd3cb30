/// The judgement. Takes a snapshot and a trigger, gives an assessment with its evidence: stay, or go and why.
/// May not know: ports, clock, SDK, environment, how a move is done.
@org.jspecify.annotations.NullMarked
package enifailover.assess;
