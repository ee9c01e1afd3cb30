/// Tests of the checks, and the groups they look at.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.audit;
