package enifailover.harness.benchmark;

import enifailover.harness.rehearsal.EventFile;
import enifailover.harness.rehearsal.FunctionProcess.Deployed;
import enifailover.harness.rehearsal.ZipContents;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.tools.ToolProvider;

/// What is started: nothing, each function of the template on demand and, where it has SnapStart, restored; and the
/// same functions as the SDK's defaults make them: every HTTP client on the class path, each SDK client made by
/// `create()`, no options of the JVM. Only `enifailover.aws.client.Clients` differs, by another class of that name.
final class StartVariants {
    private static final Path DEFAULTS = Path.of("functions", "src", "test", "resources", "start", "Clients.java");
    private static final Path SHADOW = Path.of("target", "start", "defaults");
    private static final Path EVERY_CLIENT = Path.of("target", "every-http-client");
    private static final String FLAGS = "JAVA_TOOL_OPTIONS";

    enum Kind {
        NOTHING,
        ON_DEMAND,
        RESTORED,
        DEFAULTS,
        OTHER_CLIENT,
        OTHER_OPTIONS
    }

    /// @param message for a person
    /// @param zip what it is started with
    /// @param event what it is woken with
    /// @param answers what its answer contains
    /// @param prefix put before its command
    record Variant(
            String message,
            Kind kind,
            Deployed function,
            ZipContents zip,
            String event,
            String answers,
            List<String> prefix) {}

    private final TlsTheatre theatre;
    private final ZipContents ours = ZipContents.ofTheBuild();
    private final List<Path> everyClient;
    private final List<Variant> variants = new ArrayList<>();
    private final Wanted wanted;

    /// Which starts are wanted.
    ///
    /// @param only what the names of functions begin with; empty for all
    /// @param otherOptions options of the JVM with which each function is started too, instead of the template's
    /// @param memory of each function in megabytes, instead of the template's
    record Wanted(Optional<String> only, List<String> otherOptions, Optional<Integer> memory) {}

    private StartVariants(TlsTheatre theatre, Wanted wanted) throws IOException, InterruptedException {
        this.theatre = theatre;
        this.wanted = wanted;
        this.everyClient = everyClient();
        compileDefaults();
    }

    static List<Variant> of(TlsTheatre theatre, Wanted wanted) throws IOException, InterruptedException {
        var all = new StartVariants(theatre, wanted);
        all.add();
        return all.variants.stream()
                .filter(one -> one.kind() == Kind.NOTHING
                        || wanted.only().map(one.message()::startsWith).orElse(true))
                .toList();
    }

    private void add() throws IOException, InterruptedException {
        var nothing =
                new Deployed("nothing", NothingFunction.class.getName(), 1769, Duration.ofSeconds(10), false, Map.of());
        variants.add(new Variant(
                "a function that does nothing",
                Kind.NOTHING,
                nothing,
                new ZipContents(Path.of("target", "test-classes").toAbsolutePath(), core()),
                "{}",
                "{}",
                List.of()));
        for (var name : theatre.template().functions()) {
            var onDemand = function(name, false, false);
            add(name, "on demand", Kind.ON_DEMAND, onDemand, ours);
            if (theatre.template().snapStart(name)) {
                add(name, "primed", Kind.RESTORED, function(name, true, true), ours);
            }
            add(name, "with the SDK's defaults", Kind.DEFAULTS, without(onDemand), shadowed(jar -> true));
            for (var options : wanted.otherOptions()) {
                add(name, "by " + options, Kind.OTHER_OPTIONS, with(onDemand, options), ours);
            }
        }
        other(
                "apache",
                "software.amazon.awssdk.http.apache.ApacheHttpClient",
                "apache-client|httpc|commons-",
                List.of());
        other("url-connection", "software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient", "none", List.of());
        // Its TLS trusts the system's bundle and no other.
        var trusting = SystemTrust.prefix(theatre.bundle());
        if (trusting.isPresent()) {
            var crt = "software.amazon.awssdk.http.crt.AwsCrtHttpClient";
            other("CRT", crt, "aws-crt|crt-core", trusting.get());
        } else {
            IO.println("not by CRT, which needs root here: its TLS trusts the system's bundle and no other");
        }
    }

    /// Without these the runtime client itself does not run.
    private List<Path> core() {
        return ours.jars().stream()
                .filter(jar -> jar.getFileName().toString().matches("(aws-lambda-java-core|utils-lite).*"))
                .toList();
    }

    private void add(String name, String how, Kind kind, Deployed function, ZipContents zip) throws IOException {
        add(name, how, kind, function, zip, List.of());
    }

    private void add(String name, String how, Kind kind, Deployed function, ZipContents zip, List<String> prefix)
            throws IOException {
        variants.add(new Variant(name + " " + how, kind, function, zip, event(name), answers(name), prefix));
    }

    /// The program's own way with another HTTP client, on demand, with the program's flags.
    private void other(String client, String type, String jars, List<String> prefix) throws IOException {
        var function = function("FailoverFunction", false, false);
        var environment = new TreeMap<>(function.environment());
        environment.put("START_HTTP", type);
        var known = ours.jars().stream().map(Path::getFileName).toList();
        var zip = shadowed(jar -> known.contains(jar.getFileName())
                || jar.getFileName().toString().matches("(" + jars + ").*"));
        add("FailoverFunction", "by " + client, Kind.OTHER_CLIENT, with(function, environment), zip, prefix);
    }

    private Deployed function(String name, boolean restored, boolean snapStart) {
        var function = theatre.template().function(name, theatre.ofTheSdk(restored));
        return new Deployed(
                function.name(),
                function.handler(),
                wanted.memory().orElse(function.memoryMb()),
                function.timeout(),
                snapStart,
                function.environment());
    }

    private static Deployed without(Deployed function) {
        var environment = new TreeMap<>(function.environment());
        environment.remove(FLAGS);
        return with(function, environment);
    }

    private static Deployed with(Deployed function, String options) {
        var environment = new TreeMap<>(function.environment());
        environment.put(FLAGS, options);
        return with(function, environment);
    }

    private static Deployed with(Deployed function, Map<String, String> environment) {
        return new Deployed(
                function.name(), function.handler(), function.memoryMb(), function.timeout(), false, environment);
    }

    /// What each function does without changing anything or waiting for anything.
    private String event(String function) throws IOException {
        return switch (function) {
            case "FailoverFunction" -> {
                var file = EventFile.read(Path.of("events", "ec2-state-change-stopped.json"));
                yield file.about(Map.of(file.instances().getFirst(), TlsTheatre.ACTIVE))
                        .happening(Instant.now())
                        .text();
            }
            case "DrillFunction" -> "{\"action\":\"plan\",\"group\":\"" + TlsTheatre.GROUP + "\"}";
            default ->
                theatre.template().schedule(function).map(it -> it.input()).orElse("{}");
        };
    }

    private static String answers(String function) {
        return switch (function) {
            case "FailoverFunction" -> "\"HEALTHY\"";
            case "DrillFunction" -> "\"PLANNED\"";
            default -> "";
        };
    }

    private ZipContents shadowed(Predicate<Path> jars) {
        var all = new ArrayList<Path>(List.of(ours.classes()));
        everyClient.stream().filter(jars).forEach(all::add);
        return new ZipContents(SHADOW.toAbsolutePath(), all);
    }

    /// Maven resolves them; what is not there in this release is said.
    private static List<Path> everyClient() throws IOException, InterruptedException {
        if (!Files.exists(EVERY_CLIENT)
                || Files.getLastModifiedTime(EVERY_CLIENT).compareTo(Files.getLastModifiedTime(Path.of("pom.xml")))
                        < 0) {
            var maven = new ProcessBuilder(
                            "mvn",
                            "-q",
                            "-B",
                            "-P",
                            "every-http-client",
                            "dependency:build-classpath",
                            "-DincludeScope=runtime",
                            "-Dmdep.outputFile=" + EVERY_CLIENT)
                    .inheritIO()
                    .start();
            if (maven.waitFor() != 0) {
                throw new IllegalStateException("Maven could not resolve the other HTTP clients");
            }
        }
        return Arrays.stream(Files.readString(EVERY_CLIENT).strip().split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
    }

    private void compileDefaults() throws IOException {
        Files.createDirectories(SHADOW);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var path = String.join(
                    File.pathSeparator, ours.jars().stream().map(Path::toString).toList());
            var task = compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none", "-d", SHADOW.toString(), "-cp", path),
                    null,
                    files.getJavaFileObjects(DEFAULTS));
            if (!task.call()) {
                throw new IllegalStateException(DEFAULTS + " does not compile");
            }
        }
    }
}
