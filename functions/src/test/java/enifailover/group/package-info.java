@org.jspecify.annotations.NullMarked
package enifailover.group;
