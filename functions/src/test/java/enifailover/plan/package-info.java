@org.jspecify.annotations.NullMarked
package enifailover.plan;
