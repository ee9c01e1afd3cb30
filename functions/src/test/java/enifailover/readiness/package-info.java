/// Tests of the audit as a whole.
@org.jspecify.annotations.NullMarked
package enifailover.readiness;
