package enifailover.testkit.region.call;

import java.time.Instant;

/// One request on its way in.
///
/// @param number counts this region's requests from 1
/// @param nth counts this action's requests from 1
/// @param at when it was sent
/// @param caller who sent it
/// @param service such as `ec2`
/// @param action such as `AttachNetworkInterface`
/// @param kind what it does to the region
/// @param subject what it is about, in short
public record Attempt(
        long number, long nth, Instant at, Caller caller, String service, String action, Kind kind, String subject) {

    /// What a request does to the region.
    public enum Kind {
        READ,
        /// A read with neither filter nor paging, for which EC2 has a smaller bucket.
        READ_ALL,
        WRITE
    }

    /// As IAM names it: `ec2:AttachNetworkInterface`.
    public String permission() {
        return service + ":" + action;
    }

    /// True for anything that changes nothing.
    public boolean reads() {
        return kind != Kind.WRITE;
    }
}
