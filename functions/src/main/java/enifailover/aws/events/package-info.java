/// EventBridge and SNS. Knows `aws.client`; may not know: assessments, plans, Lambda, the environment.
@org.jspecify.annotations.NullMarked
package enifailover.aws.events;
