/// What an event claims. Takes the bytes of an event, gives signals; an event that is not ours is a value with a
/// reason.
/// May not know: ports, clock, SDK, what EC2 says now. What a signal claims is never acted upon without a look.
@org.jspecify.annotations.NullMarked
package enifailover.signal;
