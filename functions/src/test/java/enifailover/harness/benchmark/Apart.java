package enifailover.harness.benchmark;

import java.io.IOException;
import java.util.List;

/// The functions' processes on one processor of their own and this program on the others, as a function of 1,769 MB has
/// one: what the JVM does beside the function then costs the function time, as it does on Lambda. By util-linux's
/// `taskset`; without it, or on a machine of one processor, all share what there is.
///
/// @param prefix put before a command
/// @param message for a person
record Apart(List<String> prefix, String message) {
    private static final Apart SHARED = new Apart(List.of(), "processors as they are");

    /// Moves this process too.
    static Apart made() throws InterruptedException {
        var processors = Runtime.getRuntime().availableProcessors();
        if (processors < 2) {
            return SHARED;
        }
        try {
            var own = new ProcessBuilder(
                            "taskset",
                            "--all-tasks",
                            "--cpu-list",
                            "--pid",
                            "1-" + (processors - 1),
                            Long.toString(ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return own.waitFor() == 0
                    ? new Apart(
                            List.of("taskset", "--cpu-list", "0"),
                            "each function on one processor, as with 1769 MB, this program on others")
                    : SHARED;
        } catch (IOException absent) {
            return SHARED;
        }
    }
}
