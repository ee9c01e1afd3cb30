package enifailover.testkit.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One VPC of network namespaces, made by the lab's own script: a router, hosts, clients, and an ENI that moves. A
/// process of its own keeps it and takes it down when this one closes it, or dies in whatever way.
final class Vpc implements AutoCloseable {
    private static final Path SCRIPT = Path.of("functions", "src", "test", "lab", "vpc");
    private static final List<String> PROGRAMS =
            List.of("ip", "nft", "python3", "nsenter", "unshare", "setsid", "dbus-daemon", "udevadm", "networkctl");
    private static final Duration MOMENT = Duration.ofSeconds(20);

    private final Map<String, String> settings;
    private final Process keeper;
    private final Thread hook = new Thread(this::takeDown);

    private Vpc(Map<String, String> settings, Process keeper) {
        this.settings = settings;
        this.keeper = keeper;
    }

    /// Why there can be none on this machine, in words; empty where there can.
    static Optional<String> missing() throws IOException, InterruptedException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.of("this is not Linux");
        }
        if (!Shell.good(new ProcessBuilder("id", "-u"), MOMENT).strip().equals("0")) {
            return Optional.of("this is not root");
        }
        Optional<String> absent =
                PROGRAMS.stream().filter(program -> !Shell.has(program)).findFirst();
        if (absent.isPresent()) {
            return Optional.of(absent.get() + " is not installed (functions/src/test/lab/install installs it)");
        }
        Shell.Done allowed = Shell.run(new ProcessBuilder("unshare", "-n", "-m", "true"), MOMENT);
        return allowed.exit() == 0
                ? Optional.empty()
                : Optional.of(
                        "this root may not make namespaces: " + allowed.error().strip());
    }

    /// @param hosts the hosts' names
    /// @param mac the ENI's MAC address
    /// @param ipv4 its addresses, inside 10.0.2.0/24
    /// @param ipv6 its addresses, inside 2001:db8:0:2::/64
    static Vpc up(List<String> hosts, String mac, List<String> ipv4, List<String> ipv6)
            throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "LAB_PREFIX", "r" + ProcessHandle.current().pid() % 10_000_000,
                "LAB_HOSTS", String.join(" ", hosts),
                "LAB_MAC", mac,
                "LAB_IP4S", String.join(" ", ipv4),
                "LAB_IP6S", String.join(" ", ipv6));
        // A session of its own: Ctrl-C is for this process, and the keeper has to outlive it.
        ProcessBuilder keep =
                new ProcessBuilder("setsid", SCRIPT.toAbsolutePath().toString(), "keep");
        keep.environment().putAll(settings);
        Shell.good(new ProcessBuilder(SCRIPT.toAbsolutePath().toString(), "sweep"), MOMENT);
        Path log = Files.createTempFile("eni-failover-vpc", ".log");
        Process keeper = keep.redirectError(log.toFile()).start();
        Vpc vpc = new Vpc(settings, keeper);
        Runtime.getRuntime().addShutdownHook(vpc.hook);
        String first = vpc.firstLine();
        String said = Files.readString(log);
        Files.delete(log);
        if (!first.equals("ready")) {
            vpc.close();
            throw new IllegalStateException("the VPC of namespaces could not be made: " + said);
        }
        return vpc;
    }

    private String firstLine() throws InterruptedException {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                String read = new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                line.complete(read == null ? "" : read);
            } catch (IOException e) {
                line.complete("");
            }
        });
        return line.completeOnTimeout("", MOMENT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /// A verb of the lab's script, ready to be started.
    ProcessBuilder verb(String verb, Collection<String> message) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toAbsolutePath().toString(), verb));
        command.addAll(message);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(settings);
        return builder;
    }

    /// Does it and returns what it printed.
    String does(String verb, String... message) throws IOException, InterruptedException {
        return Shell.good(verb(verb, List.of(message)), MOMENT);
    }

    /// Runs a program inside a host and returns what it printed.
    String on(String host, String... program) throws IOException, InterruptedException {
        return Shell.good(
                verb("exec", Stream.concat(Stream.of(host), Stream.of(program)).toList()), MOMENT);
    }

    /// A folder that the hosts see as well, and that goes with the VPC.
    Path folder() {
        return Path.of("/var/tmp", "eni-lab." + settings.get("LAB_PREFIX"));
    }

    private void takeDown() {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(MOMENT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("the VPC of namespaces is not taken down after " + MOMENT + ": run " + "LAB_PREFIX="
                        + settings.get("LAB_PREFIX") + " " + SCRIPT + " down");
            }
        } catch (IOException e) {
            System.err.println("the VPC of namespaces: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        takeDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException dying) {
            // The hook runs already, and waits for the same.
        }
    }
}
