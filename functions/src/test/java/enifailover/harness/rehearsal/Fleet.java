package enifailover.harness.rehearsal;

import enifailover.harness.rehearsal.FunctionProcess.Deployed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The functions' processes: Lambda keeps as many execution environments of a function as events arrive at once, and
/// gives the next event to a warm one.
public final class Fleet implements AutoCloseable {

    /// @param name such as `FailoverFunction-1`: in the timeline, and the name of its log
    /// @param process the process
    public record Environment(String name, FunctionProcess process) {}

    private final Template template;
    private final Map<String, String> ofTheSdk;
    private final ZipContents zip;
    private final Path logs;
    private final Map<String, List<Environment>> environments = new TreeMap<>();
    private final Map<String, Integer> started = new TreeMap<>();
    private final List<Environment> all = new ArrayList<>();

    /// @param ofTheSdk where AWS is, besides the credentials
    /// @param logs a folder for what the processes print
    Fleet(Template template, Map<String, String> ofTheSdk, ZipContents zip, Path logs) throws IOException {
        this.template = template;
        this.ofTheSdk = ofTheSdk;
        this.zip = zip;
        this.logs = Files.createDirectories(logs);
    }

    /// As many environments of a function as asked for, initialised, and woken once by its schedule where it has one,
    /// as the sweep does every minute; those there are already, first. One whose process has ended is replaced.
    public List<Environment> warm(String function, int number) throws IOException, InterruptedException {
        var there = environments.computeIfAbsent(function, unused -> new ArrayList<>());
        there.removeIf(environment -> !environment.process().alive());
        var cold = new ArrayList<Environment>();
        while (there.size() < number) {
            var numbered = started.merge(function, 1, Integer::sum);
            there.add(start(function, numbered));
            cold.add(there.getLast());
        }
        for (var environment : cold) {
            environment.process().awaitReady();
        }
        template.schedule(function).ifPresent(schedule -> cold.stream()
                .map(environment -> environment.process().invoke(schedule.input()))
                .toList()
                .forEach(CompletableFuture::join));
        return List.copyOf(there.subList(0, number));
    }

    private Environment start(String function, int number) throws IOException {
        var name = function + "-" + number;
        var environment = new TreeMap<>(ofTheSdk);
        environment.putAll(FunctionProcess.BRIEFLY_PRIMED);
        environment.put("AWS_ACCESS_KEY_ID", accessKey(name));
        environment.put("AWS_SECRET_ACCESS_KEY", "rehearsal");
        Deployed deployed = template.function(function, environment);
        var running = new Environment(name, FunctionProcess.start(deployed, zip, logs.resolve(name + ".log")));
        all.add(running);
        return running;
    }

    /// The credentials tell the Region whose call it is.
    static String accessKey(String environment) {
        return "AKIA" + environment.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    }

    /// The environment whose credentials these are.
    public String nameOf(String accessKey) {
        return all().stream()
                .map(Environment::name)
                .filter(name -> accessKey(name).equals(accessKey))
                .findFirst()
                .orElse("somebody");
    }

    /// Every environment that was ever needed.
    List<Environment> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        all().forEach(environment -> environment.process().close());
    }
}
