/// CloudWatch: alarms and metrics. May not know: the wire's transports.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.watch;
