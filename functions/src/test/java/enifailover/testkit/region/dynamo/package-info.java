/// DynamoDB: AWS's own DynamoDB Local, in this JVM, in memory.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.dynamo;
