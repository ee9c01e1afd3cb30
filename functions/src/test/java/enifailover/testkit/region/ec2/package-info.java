/// EC2: what exists, and the rules by which it changes. A comment names each rule's source by a mark: D is AWS's
/// documentation, O a real message seen in public code or issues, I is inferred. May not know: the wire's transports.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.ec2;
