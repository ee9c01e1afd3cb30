/// What the flow needs of the world, as small interfaces. Gives: verbs of the field (observe, detach, attach, send,
/// acquire). May not know: the SDK, Lambda, the environment.
@org.jspecify.annotations.NullMarked
package enifailover.port;
