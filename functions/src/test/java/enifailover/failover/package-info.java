@org.jspecify.annotations.NullMarked
package enifailover.failover;
