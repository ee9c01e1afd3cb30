package enifailover.harness.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Has a process trust another bundle than the system's: a mount namespace of its own in which one lies over the other.
/// For a TLS that reads the system's and no other. Needs root and util-linux's `unshare`.
final class SystemTrust {
    private SystemTrust() {}

    /// What is put before the process's command; empty where it cannot be done.
    static Optional<List<String>> prefix(Path bundle) throws InterruptedException {
        var prefix = List.of(
                "unshare",
                "--mount",
                "/bin/sh",
                "-c",
                "mount --bind '" + bundle.toAbsolutePath() + "' '" + LocalAuthority.OF_THE_SYSTEM + "' && exec \"$@\"",
                "sh");
        return Files.exists(LocalAuthority.OF_THE_SYSTEM) && works(prefix) ? Optional.of(prefix) : Optional.empty();
    }

    private static boolean works(List<String> prefix) throws InterruptedException {
        var command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
