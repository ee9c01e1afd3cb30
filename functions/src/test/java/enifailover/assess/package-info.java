@org.jspecify.annotations.NullMarked
package enifailover.assess;
