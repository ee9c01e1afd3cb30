/// The wire protocols as the AWS SDK for Java v2 speaks them: EC2 query, AWS query, AWS JSON, Smithy RPC v2 CBOR. Only
/// translates; the rules are elsewhere. May not know: sockets, HTTP clients.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.wire;
