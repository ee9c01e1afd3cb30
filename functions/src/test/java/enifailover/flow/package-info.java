@org.jspecify.annotations.NullMarked
package enifailover.flow;
