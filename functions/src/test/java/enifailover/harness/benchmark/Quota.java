package enifailover.harness.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Less than a whole processor, as Lambda gives it to a function of less than 1,769 MB: a control group of the kernel.
/// Needs root. Lambda's own start-up runs on more than the quota; here the quota holds from the first instruction.
///
/// @param group the control group's folder
/// @param processors such as 0.29
record Quota(Path group, double processors) implements AutoCloseable {
    private static final int PERIOD = 100_000;
    /// Megabytes of a function that has a whole processor (AWS Lambda developer guide, "Configure memory").
    private static final double WHOLE = 1769;

    /// What Lambda gives to a function of so many megabytes; one processor at most.
    static Quota ofMemory(int megabytes) {
        return of(Math.min(1, megabytes / WHOLE));
    }

    private static Quota of(double processors) {
        var second = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
        var group = Path.of(second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu", "eni-failover-start");
        var most = Integer.toString((int) (processors * PERIOD));
        try {
            Files.createDirectories(group);
            if (second) {
                Files.writeString(group.resolve("cpu.max"), most + " " + PERIOD);
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), most);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException("no control group can be made here: run as root", refused);
        }
        return new Quota(group, processors);
    }

    /// Put before a command, lets it run under the quota.
    List<String> prefix() {
        return List.of("/bin/sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    String message() {
        return String.format(Locale.ROOT, "%.2f of a processor, as with %.0f MB", processors, processors * WHOLE);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(group);
        } catch (IOException busy) {
            IO.println("the control group " + group + " is still in use: " + busy);
        }
    }
}
