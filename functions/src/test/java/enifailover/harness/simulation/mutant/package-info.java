/// The check of the checker: deliberate bugs of the flow, each of which the simulation has to catch. Takes the
/// sources of the program, gives a list of what was caught. May not know: how a law is checked.
@org.jspecify.annotations.NullMarked
package enifailover.harness.simulation.mutant;
