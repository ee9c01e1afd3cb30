/// One class a function, and the wiring: the only reader of the environment. Takes bytes from Lambda, gives bytes.
@org.jspecify.annotations.NullMarked
package enifailover.handler;
