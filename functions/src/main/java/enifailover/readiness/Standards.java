package enifailover.readiness;

import java.time.Duration;

/// What the deployment holds its groups to.
///
/// @param drillEvery a drill must have succeeded within this; zero asks for none
/// @param agentSilence an agent that was not heard of for so long may not answer
/// @param rightsAge the failover's role must have asked EC2 by `DryRun` within this
public record Standards(Duration drillEvery, Duration agentSilence, Duration rightsAge) {

    /// The agent reports every five minutes (amazon-ssm-agent, `HealthFrequencyMinutes`): three in a row are missing.
    public static final Duration AGENT_SILENCE = Duration.ofMinutes(16);

    /// The sweep asks once an hour.
    public static final Duration RIGHTS_AGE = Duration.ofHours(3);
}
