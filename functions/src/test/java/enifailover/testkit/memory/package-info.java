/// The ports in memory, and the contracts that they and the table share.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.memory;
