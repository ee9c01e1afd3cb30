package enifailover.group;

import java.util.Optional;

/// What Systems Manager says of an instance.
///
/// @param reach whether a command can be sent
/// @param platform `Linux`, `Windows` or `MacOS`, where known
public record ShellStatus(Reach reach, Optional<String> platform) {

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

    /// What is known where nobody asked or nobody answered.
    public static final ShellStatus UNKNOWN = new ShellStatus(Reach.UNKNOWN, Optional.empty());
}
