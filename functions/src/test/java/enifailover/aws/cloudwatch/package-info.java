/// Tests of the alarms, on the simulated Region.
@org.jspecify.annotations.NullMarked
package enifailover.aws.cloudwatch;
