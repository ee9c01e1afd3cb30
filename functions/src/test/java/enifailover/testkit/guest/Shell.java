package enifailover.testkit.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end.
final class Shell {

    /// How a program ended.
    ///
    /// @param exit its exit code; 137 where it was killed because its time was over
    /// @param output what it printed
    /// @param error what it wrote to standard error
    record Done(int exit, String output, String error) {}

    private static final int KILLED = 137;

    private Shell() {}

    /// @param most how long it may take
    static Done run(ProcessBuilder program, Duration most) throws IOException, InterruptedException {
        Process process = program.start();
        process.getOutputStream().close();
        CompletableFuture<String> output = text(process.getInputStream());
        CompletableFuture<String> error = text(process.getErrorStream());
        boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Done(ended ? process.exitValue() : KILLED, output.join(), error.join());
    }

    /// @throws IllegalStateException with what it said, unless it ends with 0
    static String good(ProcessBuilder program, Duration most) throws IOException, InterruptedException {
        Done done = run(program, most);
        if (done.exit() != 0) {
            throw new IllegalStateException(
                    program.command() + " ended with " + done.exit() + ": " + done.error() + done.output());
        }
        return done.output();
    }

    /// Whether such a program is on the path.
    static boolean has(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(folder -> new java.io.File(folder, program).canExecute());
    }

    static CompletableFuture<String> text(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
            }
        });
        return text;
    }
}
