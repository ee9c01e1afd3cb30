/// Failover of elastic network interfaces between EC2 instances.
@org.jspecify.annotations.NullMarked
package enifailover;
