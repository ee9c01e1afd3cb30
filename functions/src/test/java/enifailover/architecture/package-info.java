/// Holds the sentences of the packages' own descriptions true.
@org.jspecify.annotations.NullMarked
package enifailover.architecture;
