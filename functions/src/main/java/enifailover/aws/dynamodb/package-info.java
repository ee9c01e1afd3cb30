/// The one DynamoDB table, behind the ports that need it. Each write is conditional. Knows `aws.client`, and of
/// `aws.ec2` the limits that a group's row keeps. May not know: assessments, plans, Lambda, the environment.
@org.jspecify.annotations.NullMarked
package enifailover.aws.dynamodb;
