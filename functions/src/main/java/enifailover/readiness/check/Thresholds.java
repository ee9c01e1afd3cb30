package enifailover.readiness.check;

import java.time.Duration;
import java.util.Set;

/// The limits of the checks, as the deployment sets them.
///
/// @param drillEvery a drill must have succeeded within this; zero requires none
/// @param agentSilence the longest time since an SSM agent's last ping
/// @param rightsAge the longest time since the failover's last check of its permissions by `DryRun`
/// @param rolesOpenTo what the stack's roles restrict by tags only
/// @param stages whether routing is staged on standbys, and updated there
/// @param grantsKeys whether the stack's roles may grant EC2 the KMS keys of cold standbys' volumes
public record Thresholds(
        Duration drillEvery,
        Duration agentSilence,
        Duration rightsAge,
        Set<Scope> rolesOpenTo,
        boolean stages,
        boolean grantsKeys) {

    /// What can restrict a role besides tags. Without it, whoever may set the tags can cause a move.
    public enum Scope {
        /// The VPCs or subnets of the ENIs.
        INTERFACES,
        /// The instance profiles of the members.
        MEMBERS
    }

    /// Restricted roles, and staging on: neither gives a finding.
    public Thresholds(Duration drillEvery, Duration agentSilence, Duration rightsAge) {
        this(drillEvery, agentSilence, rightsAge, Set.of(), true, false);
    }

    /// The agent reports every five minutes (amazon-ssm-agent, `HealthFrequencyMinutes`): three in a row are missing.
    public static final Duration AGENT_SILENCE = Duration.ofMinutes(16);

    /// The sweep asks once an hour.
    public static final Duration RIGHTS_AGE = Duration.ofHours(3);
}
