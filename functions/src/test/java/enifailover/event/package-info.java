/// Tests of the signals.
@org.jspecify.annotations.NullMarked
package enifailover.event;
