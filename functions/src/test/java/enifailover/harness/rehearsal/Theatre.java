package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Everything that plays: the Region, the table, the functions' processes. Prints each scenario as it ends.
public final class Theatre implements AutoCloseable {

    /// The routing document's name.
    public static final String DOCUMENT = Documents.ROUTING;

    private static final Lock PAPER = new ReentrantLock();
    private static final int WIDTH = 110;

    private final SimulatedScenery region;
    private final Fleet fleet;
    private final Template template;
    private final Rules rules;
    private int played;

    private Theatre(SimulatedScenery region, Fleet fleet, Template template, Rules rules) {
        this.region = region;
        this.fleet = fleet;
        this.template = template;
        this.rules = rules;
    }

    /// @param logs a folder for what the functions' processes print
    public static Theatre open(Path logs) throws Exception {
        Progress.show("starting the Region, the table and the functions");
        var template = Template.read(
                Path.of("template.yaml"),
                Map.of(
                        "AWS::Region",
                        SimulatedScenery.REGION,
                        "AWS::AccountId",
                        SimulatedScenery.ACCOUNT,
                        "StageRouting",
                        "true",
                        // That the roles are narrowed is no matter here, and nothing is to be found of it.
                        "VpcIds",
                        "vpc-0a",
                        "MemberProfileArns",
                        "arn:aws:iam::*:instance-profile/members"));
        var region = SimulatedScenery.start(template);
        var fleet = new Fleet(template, region.ofTheSdk(), ZipContents.ofTheBuild(), logs);
        var unused = fleet.warm("FailoverFunction", 1);
        return new Theatre(region, fleet, template, Rules.of(template));
    }

    public SimulatedScenery region() {
        return region;
    }

    public Fleet fleet() {
        return fleet;
    }

    /// Plays a scenario and prints it.
    ///
    /// @param breaks whether one expectation is to be broken
    /// @return the failed checks
    List<String> play(Scenario scenario, boolean breaks) throws IOException {
        Progress.show(scenario.name());
        region.latency(scenario.latency());
        var stage = new Stage(scenario.name(), ++played, region, fleet, template, rules);
        try {
            scenario.play().on(stage);
        } catch (Exception failure) {
            stage.expectations().equal("the scenario", "is played to its end", failure.toString());
        }
        if (breaks) {
            stage.expectations().breakLast();
        }
        Progress.show("");
        PAPER.lock(); // another theatre may print at the same time
        try {
            print(scenario, stage);
        } finally {
            PAPER.unlock();
        }
        return stage.expectations().broken().stream()
                .map(sentence -> scenario.name() + ": " + sentence)
                .toList();
    }

    private static void print(Scenario scenario, Stage stage) {
        IO.println(scenario.name() + ": " + scenario.title());
        stage.story().forEach(IO::println);
        stage.reports().stream().map(Theatre::summary).distinct().forEach(Theatre::printReport);
        stage.measured().forEach(Theatre::printMeasured);
        stage.papers().forEach(IO::println);
        stage.texts().forEach(text -> text.lines().forEach(line -> IO.println("   | " + line)));
        stage.expectations().kept().forEach(sentence -> IO.println("   ok: " + sentence));
        stage.expectations().broken().forEach(sentence -> IO.println("   CHECK FAILED: " + sentence));
        IO.println("");
    }

    /// A report in a person's words.
    private static String summary(JsonNode report) {
        var because = texts(report.path("evidence"));
        var warnings = texts(report.path("warnings"));
        return report.path("verdict").asText() + ": " + report.path("words").asText()
                + (because.isEmpty() ? "" : " Seen: " + because + ".")
                + (warnings.isEmpty() ? "" : " Warnings: " + warnings + ".");
    }

    private static String texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("; "));
    }

    private static void printReport(String message) {
        printWrapped("   report ", message);
    }

    private static void printMeasured(String message) {
        printWrapped("   measured: ", message);
    }

    private static void printWrapped(String title, String message) {
        var lines = new ArrayList<>(Timeline.wrapped(message, WIDTH).toList());
        IO.println(title + lines.removeFirst());
        lines.forEach(line -> IO.println(" ".repeat(title.length()) + line));
    }

    void printMemory() {
        for (var environment : fleet.all()) {
            IO.println("%s: at most %d MB of memory, log in %s"
                    .formatted(
                            environment.name(),
                            environment.process().peakMemoryMb(),
                            environment.process().log()));
        }
    }

    @Override
    public void close() {
        fleet.close();
        region.close();
    }
}
