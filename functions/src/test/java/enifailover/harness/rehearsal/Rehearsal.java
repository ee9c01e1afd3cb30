package enifailover.harness.rehearsal;

import enifailover.testkit.guest.Guests;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Plays real event files against the built functions as real processes, in a simulated Region, and tells what
/// happens: `mvn -q test-compile exec:exec@rehearse`. Ends with an error if a check fails.
public final class Rehearsal {
    private static final Path LOGS = Path.of("target", "rehearsal");

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        if (options.list()) {
            everything().forEach(scenario -> IO.println("%-20s %s".formatted(scenario.name(), scenario.title())));
            return;
        }
        // Exits whatever happened: servers and their threads would keep this process.
        System.exit(ends(options));
    }

    private static int ends(Options options) {
        try {
            return play(options) ? 0 : 1;
        } catch (IllegalArgumentException | NoSuchFileException wrong) {
            System.err.println("invalid request: " + wrong);
            return 2;
        } catch (Exception | LinkageError failure) {
            Progress.show("");
            failure.printStackTrace();
            System.err.println("CHECK FAILED: the rehearsal could not run: " + failure);
            return 1;
        }
    }

    private static List<Scenario> chosen(Options options) throws IOException {
        if (options.event().isPresent()) {
            return List.of(OwnEvent.of(options.event().get(), options.asItIs()));
        }
        if (options.scenario().isPresent()) {
            return everything()
                    .filter(scenario ->
                            scenario.name().equals(options.scenario().get()))
                    .toList();
        }
        return options.all() ? everything().toList() : Scenarios.USUAL;
    }

    private static Stream<Scenario> everything() {
        return Stream.of(Scenarios.USUAL, Scenarios.LONGER, HostScenarios.ALL, SickZone.ALL)
                .flatMap(List::stream);
    }

    /// What is written for real hosts is played on simulated ones where there can be none, with one sentence why.
    private static void tellHosts(List<Scenario> chosen) throws IOException, InterruptedException {
        var missing = Guests.missing();
        if (missing.isPresent() && chosen.stream().anyMatch(HostScenarios.ALL::contains)) {
            IO.println("real hosts: simulated only, because " + missing.get() + "\n");
        }
    }

    /// Those that wait for minutes have a Region and processes of their own, at the same time as the others.
    ///
    /// @param breaks the scenario of which one expectation is to be broken
    private static List<String> playAll(List<Scenario> scenarios, Optional<Scenario> breaks) throws Exception {
        var alongside = scenarios.stream().filter(Scenarios.ALONGSIDE::contains).toList();
        var inTurn = scenarios.stream()
                .filter(scenario -> !alongside.contains(scenario))
                .toList();
        var broken = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var others = threads.submit(() -> play(alongside, LOGS.resolve("alongside"), breaks));
            broken.addAll(play(inTurn, LOGS, breaks));
            broken.addAll(others.get());
        }
        return broken;
    }

    private static List<String> play(List<Scenario> scenarios, Path logs, Optional<Scenario> breaks) throws Exception {
        var broken = new ArrayList<String>();
        if (scenarios.isEmpty()) {
            return broken;
        }
        try (var theatre = Theatre.open(logs)) {
            for (var scenario : scenarios) {
                broken.addAll(theatre.play(scenario, breaks.equals(Optional.of(scenario))));
            }
            theatre.printMemory();
        }
        return broken;
    }

    private static boolean play(Options options) throws Exception {
        var scenarios = chosen(options);
        if (scenarios.isEmpty()) {
            System.err.println("there is no scenario with this name; --list prints all names");
            return false;
        }
        tellHosts(scenarios);
        var began = System.nanoTime();
        var broken = playAll(
                scenarios, scenarios.stream().limit(options.selfTest() ? 1 : 0).findFirst());
        var seconds = (System.nanoTime() - began) / 1e9;
        IO.println(String.format(
                Locale.ROOT,
                "%d scenarios in %.0f s: %s",
                scenarios.size(),
                seconds,
                broken.isEmpty() ? "all checks passed" : broken.size() + " times CHECK FAILED"));
        broken.forEach(what -> IO.println("   " + what));
        if (scenarios.equals(Scenarios.USUAL)) {
            IO.println("%d longer scenarios are played by -Dplay=--all"
                    .formatted(everything().count() - scenarios.size()));
        }
        return broken.isEmpty();
    }
}
