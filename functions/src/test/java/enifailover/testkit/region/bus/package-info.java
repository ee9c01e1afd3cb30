/// EventBridge and SNS: what EC2 tells, what the program puts on the bus and publishes. May not know: the wire's
/// transports.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.bus;
