package enifailover.harness.crash;

import enifailover.harness.rehearsal.FunctionProcess;
import enifailover.harness.rehearsal.FunctionProcess.Deployed;
import enifailover.harness.rehearsal.Template;
import enifailover.harness.rehearsal.ZipContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Processes of the failover function that wait to be needed: a start takes longer than what is done with it.
final class Spares implements AutoCloseable {
    private static final String FUNCTION = "FailoverFunction";
    private static final Path LOGS = Path.of("target", "crash");

    /// A process, and the key by which its requests are told from others'.
    record Spare(String accessKey, FunctionProcess process) {}

    private final Template template;
    private final Door door;
    private final QuickStart quick;
    private final ExecutorService starting = Executors.newFixedThreadPool(2);
    private final ArrayDeque<Future<Spare>> ready = new ArrayDeque<>();
    private final Queue<Spare> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /// @param ahead how many are kept in waiting
    Spares(Template template, Door door, int ahead) throws Exception {
        this.template = template;
        this.door = door;
        Files.createDirectories(LOGS);
        this.quick = QuickStart.prepare(deployed("AKIAARCHIVE"), ZipContents.ofTheBuild(), LOGS);
        for (var i = 0; i < ahead; i++) {
            order();
        }
    }

    private void order() {
        var number = numbers.incrementAndGet();
        ready.add(starting.submit(() -> start(number)));
    }

    private Deployed deployed(String key) {
        var environment = new TreeMap<>(FunctionProcess.BRIEFLY_PRIMED);
        environment.putAll(Map.of(
                "AWS_REGION",
                "eu-west-1",
                "AWS_ENDPOINT_URL",
                door.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                key,
                "AWS_SECRET_ACCESS_KEY",
                "crash"));
        return template.function(FUNCTION, environment);
    }

    private Spare start(int number) throws IOException, InterruptedException {
        return start(number, quick.zip(), quick.options());
    }

    private Spare start(int number, ZipContents zip, List<String> options) throws IOException, InterruptedException {
        var key = "AKIACRASH" + number;
        var log = LOGS.resolve(FUNCTION + "-" + number + ".log");
        var spare = new Spare(key, FunctionProcess.start(deployed(key), zip, List.of(), options, log));
        all.add(spare);
        var unused = spare.process().awaitReady();
        return spare;
    }

    /// One that is ready; another is begun for it.
    synchronized Spare take() throws InterruptedException, ExecutionException {
        order();
        return ready.remove().get();
    }

    /// One of another build, ready.
    ///
    /// @param classes by name, in place of the built ones
    Spare broken(Map<String, byte[]> classes) throws IOException, InterruptedException, ExecutionException {
        int number = numbers.incrementAndGet();
        // A folder of its own: what an earlier run has left there is of an older build.
        var folder = Files.createTempDirectory(LOGS, "broken-");
        for (var one : classes.entrySet()) {
            var file = folder.resolve(one.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, one.getValue());
        }
        var jars = Stream.concat(Stream.of(quick.zip().classes()), quick.zip().jars().stream());
        var zip = new ZipContents(folder.toAbsolutePath(), jars.toList());
        // In its turn: too many starts at once, and none is ready in time.
        return starting.submit(() -> start(number, zip, List.of())).get();
    }

    @Override
    public void close() {
        starting.shutdownNow();
        all.forEach(spare -> spare.process().close());
    }
}
