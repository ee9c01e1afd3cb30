/// The stories: what happens on an event, on the sweep, in a drill. Takes triggers, gives reports. Knows the ports and
/// every other package but `aws` and `handler`; may not know the SDK or the environment.
@org.jspecify.annotations.NullMarked
package enifailover.flow;
