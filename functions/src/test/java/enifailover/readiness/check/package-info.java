@org.jspecify.annotations.NullMarked
package enifailover.readiness.check;
