/// The simulated region: EC2, Systems Manager, CloudWatch, EventBridge and SNS inside this JVM, refusing what AWS
/// refuses, for tests, rehearsal, benchmarks and simulation. A comment *inferred*
/// marks what is not known of the real one.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region;
