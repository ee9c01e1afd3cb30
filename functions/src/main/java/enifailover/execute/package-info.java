/// The execution of a plan. Takes a plan and a lease, makes the calls through ports, waits with deadlines, gives
/// outcomes that were observed. May not know: the SDK, the environment, why the plan is what it is.
@org.jspecify.annotations.NullMarked
package enifailover.execute;
