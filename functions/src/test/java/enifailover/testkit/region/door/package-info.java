/// The two doors of the region: an HTTP client for the SDK inside this JVM, and a server on loopback for real
/// processes.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.door;
