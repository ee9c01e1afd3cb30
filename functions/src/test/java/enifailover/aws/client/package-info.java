/// The adapters, against the wire: real SDK clients over an `SdkHttpClient` that answers from memory, against the
/// simulated region, DynamoDB Local, and sockets that never answer.
@org.jspecify.annotations.NullMarked
package enifailover.aws.client;
