/// Tests of EventBridge, on the simulated Region.
@org.jspecify.annotations.NullMarked
package enifailover.aws.events;
