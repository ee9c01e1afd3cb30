@org.jspecify.annotations.NullMarked
package enifailover.execute;
