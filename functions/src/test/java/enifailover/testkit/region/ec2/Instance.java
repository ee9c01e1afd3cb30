package enifailover.testkit.region.ec2;

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
/// @param autoRecovery `default` or `disabled`: whether EC2 moves it to other hardware by itself (D)
/// @param options what it was launched with
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
        List<Scheduled> scheduled,
        String autoRecovery,
        LaunchOptions options) {

    /// An event that EC2 has scheduled.
    ///
    /// @param id such as `instance-event-0123456789abcdef0`
    /// @param code such as `instance-retirement`
    /// @param description EC2's words; `[Completed]` or `[Canceled]` stand before them once it is over
    /// @param notBefore the earliest start
    /// @param notAfter the latest end
    public record Scheduled(String id, String code, String description, Instant notBefore, Instant notAfter) {}

    /// The id of its Spot request, or empty for On-Demand.
    public String spotRequestId() {
        return lifecycle.isEmpty() ? "" : "sir-" + id.substring(Math.max(0, id.length() - 8));
    }

    Instance in(State newState, String newReason) {
        return copy(newState, newReason, tags, checks, scheduled, autoRecovery, options);
    }

    Instance with(Checks newChecks) {
        return copy(state, reason, tags, newChecks, scheduled, autoRecovery, options);
    }

    Instance tagged(Map<String, String> newTags) {
        return copy(state, reason, newTags, checks, scheduled, autoRecovery, options);
    }

    Instance with(List<Scheduled> newScheduled) {
        return copy(state, reason, tags, checks, newScheduled, autoRecovery, options);
    }

    Instance recovering(String newAutoRecovery) {
        return copy(state, reason, tags, checks, scheduled, newAutoRecovery, options);
    }

    Instance spot(LaunchOptions newOptions) {
        return new Instance(
                id,
                type,
                zone,
                subnetId,
                vpcId,
                newOptions.lifecycle(),
                launched,
                state,
                reason,
                tags,
                checks,
                scheduled,
                autoRecovery,
                newOptions);
    }

    Instance with(LaunchOptions newOptions) {
        return copy(state, reason, tags, checks, scheduled, autoRecovery, newOptions);
    }

    private Instance copy(
            State newState,
            String newReason,
            Map<String, String> newTags,
            Checks newChecks,
            List<Scheduled> newScheduled,
            String newAutoRecovery,
            LaunchOptions newOptions) {
        return new Instance(
                id,
                type,
                zone,
                subnetId,
                vpcId,
                lifecycle,
                launched,
                newState,
                newReason,
                newTags,
                newChecks,
                newScheduled,
                newAutoRecovery,
                newOptions);
    }
}
