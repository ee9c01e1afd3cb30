package enifailover.harness.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// One execution environment of a function: a process of its own under Lambda's runtime interface client, with what
/// the zip holds on its class path and with the environment it is given, nothing inherited.
public final class FunctionProcess implements AutoCloseable {

    /// What Lambda is told of a function.
    ///
    /// @param name the function's name
    /// @param handler the class that handles its events
    /// @param memoryMb its memory setting
    /// @param timeout its time-out
    /// @param snapStart whether Lambda takes a snapshot of it: its hooks run before the first event then
    /// @param environment its variables, and the SDK's
    public record Deployed(
            String name,
            String handler,
            int memoryMb,
            Duration timeout,
            boolean snapStart,
            Map<String, String> environment) {}

    /// For processes whose start nobody measures: their snapshot is made sooner.
    public static final Map<String, String> BRIEFLY_PRIMED =
            Map.of("PRIMING_IN_MEMORY", "1", "PRIMING_OVER_TLS", "2", "PRIMING_HANDSHAKES", "0");

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    /// What Lambda itself allows for initialising a function with SnapStart (AWS Lambda developer guide, "Lambda
    /// execution environment lifecycle"); a process that ends before is noticed at once.
    private static final Duration START = Duration.ofSeconds(130);

    /// The kernel ends a function when the thread that started it ends, in whatever way: so all are started by one that
    /// lives as long as this process. Where there is no setpriv (not Linux), only an orderly end takes them along.
    private static final List<String> WITH_US = setpriv();

    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("function-starter").factory());

    private final Deployed function;
    private final RuntimeApi api;
    private final Process process;
    private final Path log;
    private volatile long peakMemoryMb;

    private FunctionProcess(Deployed function, RuntimeApi api, Process process, Path log) {
        this.function = function;
        this.api = api;
        this.process = process;
        this.log = log;
    }

    /// Starts the process; it is initialised when [#awaitReady()] returns.
    ///
    /// @param log where its standard output and error go
    static FunctionProcess start(Deployed function, ZipContents zip, Path log) throws IOException {
        return start(function, zip, List.of(), List.of(), log);
    }

    /// @param prefix what runs the JVM's command line, such as one that limits its processor; empty for nothing
    /// @param options of the JVM, besides Lambda's
    public static FunctionProcess start(
            Deployed function, ZipContents zip, List<String> prefix, List<String> options, Path log)
            throws IOException {
        var api = RuntimeApi.start("arn:aws:lambda:" + function.environment().get("AWS_REGION")
                + ":111122223333:function:" + function.name() + ":live");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Lambda runs a function on the serial collector with a heap that leaves room beside it, and the JVM
                // sees no more memory than the function's: by that it chooses how small its heap begins.
                "-XX:+UseSerialGC",
                "-XX:MaxRAM=" + function.memoryMb() + "m",
                "-Xmx" + function.memoryMb() * 4 / 5 + "m",
                // Without Lambda's own start script, this alone makes the hooks of a snapshot run.
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                NativeClient.option(),
                "-cp",
                zip.classPathWithRuntimeClient(),
                MAIN,
                function.handler()));
        command.addAll(1, options);
        command.addAll(0, prefix);
        command.addAll(0, WITH_US);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(function.environment());
        builder.environment().putAll(reserved(function, api.address(), zip.classes()));
        var process = started(builder);
        var running = new FunctionProcess(function, api, process, log);
        var unused = process.onExit().thenAccept(ended -> api.abandon("the process ended with " + ended.exitValue()));
        // Whoever stops the rehearsal by Ctrl-C leaves no process behind.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
        return running;
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        try {
            return STARTER.submit(builder::start).get();
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static List<String> setpriv() {
        return Stream.of("/usr/bin/setpriv", "/bin/setpriv")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .map(path -> List.of(path, "--pdeathsig", "KILL"))
                .orElse(List.of());
    }

    /// The variables that Lambda itself sets, as its documentation lists them.
    private static Map<String, String> reserved(Deployed function, String runtimeApi, Path taskRoot) {
        return Map.ofEntries(
                Map.entry("AWS_LAMBDA_RUNTIME_API", runtimeApi),
                Map.entry("_HANDLER", function.handler()),
                Map.entry("LAMBDA_TASK_ROOT", taskRoot.toString()),
                Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_java25"),
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", function.snapStart() ? "snap-start" : "on-demand"),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", function.name()),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb())),
                Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name()),
                Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "rehearsal"),
                Map.entry("LANG", "en_US.UTF-8"),
                Map.entry("TZ", ":UTC"),
                Map.entry("PATH", "/usr/local/bin:/usr/bin/:/bin"));
    }

    /// Returns when it is initialised, with the hooks of its snapshot run where it has one.
    public FunctionProcess awaitReady() throws InterruptedException {
        try {
            api.ready().get(START.toMillis(), TimeUnit.MILLISECONDS);
            return this;
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(function.name() + " did not start; its log is " + log, failure);
        }
    }

    /// Wakes the function, as Lambda does with an event of an asynchronous invocation.
    public CompletableFuture<RuntimeApi.Answer> invoke(String event) {
        return api.invoke(event, function.timeout()).whenComplete((answer, never) -> readMemory());
    }

    /// The most memory the process had resident by its last answer, in megabytes; 0 where it never answered.
    public long peakMemoryMb() {
        return peakMemoryMb;
    }

    /// The processor time it has used.
    public Duration cpu() {
        return ProcessorTime.of(process.pid());
    }

    /// Linux tells it only of a process that lives.
    private void readMemory() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .forEach(now -> peakMemoryMb = Math.max(peakMemoryMb, now));
        } catch (IOException | UncheckedIOException ended) {
            // What it was before stands.
        }
    }

    /// Ends the process at once and without a word, by its own id, as a machine that fails does; returns when it is
    /// dead.
    public void kill() {
        var ended = process.onExit();
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        var unused = ended.orTimeout(2, TimeUnit.SECONDS).join();
    }

    /// Of the process, for whoever ends it by its id.
    public long pid() {
        return process.pid();
    }

    /// Whether the process can still be given events.
    boolean alive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(2, TimeUnit.SECONDS)
                .handle((ended, late) -> ended)
                .join();
        api.close();
    }
}
