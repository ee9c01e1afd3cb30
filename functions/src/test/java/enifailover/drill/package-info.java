/// Tests of drills and of what a person asks for.
@org.jspecify.annotations.NullMarked
package enifailover.drill;
