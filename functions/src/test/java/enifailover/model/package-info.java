@org.jspecify.annotations.NullMarked
package enifailover.model;
