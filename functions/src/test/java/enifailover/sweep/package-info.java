/// Tests of the sweep.
@org.jspecify.annotations.NullMarked
package enifailover.sweep;
