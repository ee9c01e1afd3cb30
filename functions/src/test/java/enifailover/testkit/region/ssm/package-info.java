/// Systems Manager: agents, documents, commands, and the hosts that run them. May not know: the wire's transports.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.ssm;
