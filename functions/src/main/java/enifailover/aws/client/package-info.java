/// The SDK's clients, AWS's error codes and actions, and the system's clock. Takes credentials and a Region; gives
/// clients, and turns every error of AWS into [enifailover.port.AwsCallException] by one table. May not know: other
/// packages of `aws`, assessments, plans, Lambda, the environment.
@org.jspecify.annotations.NullMarked
package enifailover.aws.client;
