/// One parser for each kind of event. Takes the bytes of an event; gives signals. An event that is not for this
/// program is a value with a reason. To add a kind of event: write a parser here and name it in
/// [enifailover.event.EventParser]. May not know: ports, clock, SDK, what EC2 says now. A signal is only a reason
/// to look.
@org.jspecify.annotations.NullMarked
package enifailover.event;
