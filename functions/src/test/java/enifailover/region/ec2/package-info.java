/// EC2: what exists, and the rules by which it changes. A comment names each rule's source by the marks of
/// reference/ec2-ssm-semantics.md: D documentation, O observed, I inferred. May not know: the wire's transports.
@org.jspecify.annotations.NullMarked
package enifailover.region.ec2;
