package enifailover.region.ec2;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// An instance.
///
/// @param id such as `i-0123456789abcdef0`
/// @param type such as `m5.large`
/// @param zone the Availability Zone
/// @param subnetId the subnet of its primary interface
/// @param vpcId its VPC
/// @param lifecycle `spot`, or empty for On-Demand
/// @param launched when it was launched
/// @param state EC2's state
/// @param reason EC2's reason for the state: code and message, or empty
/// @param tags its tags
/// @param checks the status checks
/// @param scheduled what EC2 has scheduled for it
public record Instance(
        String id,
        String type,
        String zone,
        String subnetId,
        String vpcId,
        String lifecycle,
        Instant launched,
        State state,
        String reason,
        Map<String, String> tags,
        Checks checks,
        List<Scheduled> scheduled) {

    /// An event that EC2 has scheduled.
    ///
    /// @param id such as `instance-event-0123456789abcdef0`
    /// @param code such as `instance-retirement`
    /// @param description EC2's words; `[Completed]` or `[Canceled]` stand before them once it is over
    /// @param notBefore the earliest start
    /// @param notAfter the latest end
    public record Scheduled(String id, String code, String description, Instant notBefore, Instant notAfter) {}

    Instance in(State newState, String newReason) {
        return new Instance(
                id, type, zone, subnetId, vpcId, lifecycle, launched, newState, newReason, tags, checks, scheduled);
    }

    Instance with(Checks newChecks) {
        return new Instance(
                id, type, zone, subnetId, vpcId, lifecycle, launched, state, reason, tags, newChecks, scheduled);
    }

    Instance tagged(Map<String, String> newTags) {
        return new Instance(
                id, type, zone, subnetId, vpcId, lifecycle, launched, state, reason, newTags, checks, scheduled);
    }

    Instance with(List<Scheduled> newScheduled) {
        return new Instance(
                id, type, zone, subnetId, vpcId, lifecycle, launched, state, reason, tags, checks, newScheduled);
    }
}
