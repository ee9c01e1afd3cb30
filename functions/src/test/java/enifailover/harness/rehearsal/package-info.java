/// The rehearsal: the built functions as real processes, woken by real event files, in a Region that is simulated.
/// Takes `template.yaml`, `events/` and the built classes; gives a timeline and the results of all checks.
/// May not know: anything of the functions but their handlers' names in the template.
@org.jspecify.annotations.NullMarked
package enifailover.harness.rehearsal;
