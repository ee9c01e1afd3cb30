/// The lease and the move as a small state machine, looked at in every interleaving. Takes rules, gives the states
/// reached and what is wrong in one of them. May not know: the program; a test ties its lease to the real ledger's.
@org.jspecify.annotations.NullMarked
package enifailover.harness.simulation.model;
