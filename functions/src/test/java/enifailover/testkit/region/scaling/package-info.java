/// EC2 Auto Scaling, as far as the functions ask it. Takes what a test says of its groups; gives its API as a Java
/// method. May not know: the program that it is a test bed for.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.scaling;
