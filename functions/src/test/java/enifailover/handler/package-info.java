/// Whole functions, from the bytes of an event to the report, through the real SDK, over the simulated region.
@org.jspecify.annotations.NullMarked
package enifailover.handler;
