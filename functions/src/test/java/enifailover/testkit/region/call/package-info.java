/// What every API call of the region goes through, whatever the service: latency, faults, request buckets, the one
/// lock, the journal. May not know: what any service does.
@org.jspecify.annotations.NullMarked
package enifailover.testkit.region.call;
