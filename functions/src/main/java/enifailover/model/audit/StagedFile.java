package enifailover.model.audit;

import java.time.Instant;

/// What was last staged ahead on a standby: the file by which its own network manager routes the ENIs the moment they
/// appear.
///
/// @param interfaces ENIs and MACs, as the document's parameter wants them to take the files away again
/// @param of a fingerprint of all that the files depend on; another one is staged anew
/// @param at when it was tried
/// @param end how that ended
/// @param message what the guest, or Systems Manager, said
public record StagedFile(String interfaces, String of, Instant at, End end, String message) {

    /// How the last command ended.
    public enum End {
        /// The files are there.
        DONE,
        /// The host's manager finds no interface by its MAC: there is nothing to stage, and nothing was.
        NOT_POSSIBLE,
        /// They may be there or not.
        FAILED
    }
}
