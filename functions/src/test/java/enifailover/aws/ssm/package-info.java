/// Tests of Systems Manager, on the simulated Region.
@org.jspecify.annotations.NullMarked
package enifailover.aws.ssm;
