/// The entry points, one class for each function, and the wiring. The only reader of the environment. Takes bytes from
/// Lambda; gives bytes. May know every package.
@org.jspecify.annotations.NullMarked
package enifailover.handler;
