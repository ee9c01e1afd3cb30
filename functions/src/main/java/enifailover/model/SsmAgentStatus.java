package enifailover.model;

import java.time.Instant;
import java.util.Optional;

/// What Systems Manager says of an instance.
///
/// @param reach whether a command can be sent
/// @param platform `Linux`, `Windows` or `MacOS`, where known
/// @param lastPing when it was last heard of, where told
public record SsmAgentStatus(Reach reach, Optional<String> platform, Optional<Instant> lastPing) {

    /// Where nobody told when it was last heard of.
    public SsmAgentStatus(Reach reach, Optional<String> platform) {
        this(reach, platform, Optional.empty());
    }

    /// Whether Systems Manager reaches the instance's agent.
    public enum Reach {
        ONLINE,
        /// The agent was seen before, but not now.
        LOST,
        /// Systems Manager does not know the instance: no agent, no role, or it never started.
        UNMANAGED,
        /// Systems Manager itself could not be asked.
        UNKNOWN
    }

    /// Whether the routing script has something to do there: it is for Linux. Who is reached without its platform being
    /// known is sent nothing; who could not be asked about, or does not run yet, may well need it.
    ///
    /// @return false for Windows, for any other system, and for an agent that names none
    public boolean routes() {
        return platform.map("Linux"::equals).orElse(reach != Reach.ONLINE);
    }

    /// What is known where nobody asked or nobody answered.
    public static final SsmAgentStatus UNKNOWN = new SsmAgentStatus(Reach.UNKNOWN, Optional.empty());
}
