/// Tests of the EC2 readers and writers, on the simulated Region.
@org.jspecify.annotations.NullMarked
package enifailover.aws.ec2;
