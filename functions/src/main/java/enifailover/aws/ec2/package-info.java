/// EC2: describes, moves of ENIs, instance power. Gives the ports that read and change EC2. Knows `aws.client`, and
/// the readers of `aws.ssm`, `aws.cloudwatch` and `aws.events`, which a look asks side by side. May not know:
/// assessments, plans, Lambda, the environment.
@org.jspecify.annotations.NullMarked
package enifailover.aws.ec2;
