package enifailover.model.audit;

import java.time.Instant;

/// An SSM agent as Systems Manager knows it. Source: Systems Manager API, DescribeInstanceInformation.
///
/// @param online its ping status is `Online`
/// @param lastPing when it was last heard of
/// @param version such as `3.3.987.0`
/// @param latest it is the newest
/// @param platform such as `Amazon Linux 2023`, `Ubuntu 24.04`; empty text where not told
/// @param linux the routing document can run on it
public record SsmAgent(
        boolean online, Instant lastPing, String version, boolean latest, String platform, boolean linux) {}
