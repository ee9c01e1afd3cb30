package enifailover.readiness.check;

import java.time.Duration;
import java.util.Set;

/// What the deployment holds its groups to.
///
/// @param drillEvery a drill must have succeeded within this; zero asks for none
/// @param agentSilence an agent that was not heard of for so long may not answer
/// @param rightsAge the failover's role must have asked EC2 by `DryRun` within this
/// @param rolesOpenTo what the stack's roles are narrowed to by tags alone
/// @param stages routing is staged on standbys, and kept up to date there
/// @param grantsKeys the stack's roles may grant EC2 the keys of cold standbys' volumes
public record Thresholds(
        Duration drillEvery,
        Duration agentSilence,
        Duration rightsAge,
        Set<Scope> rolesOpenTo,
        boolean stages,
        boolean grantsKeys) {

    /// By what a role can be narrowed besides tags. Whoever may set a tag can have it moved, unless a role is.
    public enum Scope {
        /// The VPCs or subnets of the ENIs.
        INTERFACES,
        /// The instance profiles of the members.
        MEMBERS
    }

    /// Where the roles are narrowed and routing is kept staged: nothing is to be found of either.
    public Thresholds(Duration drillEvery, Duration agentSilence, Duration rightsAge) {
        this(drillEvery, agentSilence, rightsAge, Set.of(), true, false);
    }

    /// The agent reports every five minutes (amazon-ssm-agent, `HealthFrequencyMinutes`): three in a row are missing.
    public static final Duration AGENT_SILENCE = Duration.ofMinutes(16);

    /// The sweep asks once an hour.
    public static final Duration RIGHTS_AGE = Duration.ofHours(3);
}
