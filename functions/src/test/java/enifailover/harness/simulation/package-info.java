/// Deterministic simulation of the whole flow: seeded schedules of failures, faults, crashes and operators
/// against the simulated Region in virtual time, with the laws checked at every call. Takes a seed, gives a
/// history and the laws broken. May not know: the SDK's clients, sockets, real time.
@org.jspecify.annotations.NullMarked
package enifailover.harness.simulation;
