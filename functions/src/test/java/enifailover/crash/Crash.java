package enifailover.crash;

import enifailover.rehearsal.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Kills real processes of the function at their n-th call of AWS, for every n, and judges what those who come after
/// make of it: `mvn -q test-compile exec:exec@crash`. Ends with an error if anything is not as it must be.
public final class Crash {

    private Crash() {}

    public static void main(String[] arguments) {
        var status = 1;
        try {
            status = play(Options.parse(List.of(arguments))) ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            status = 2;
        } catch (Exception | LinkageError failure) {
            failure.printStackTrace();
            System.err.println("NOT AS IT MUST BE: the crash test could not be played: " + failure);
        }
        // Whatever happened: servers and their threads would keep this process.
        System.exit(status);
    }

    private static boolean play(Options options) throws Exception {
        var template = Template.read(
                Path.of("template.yaml"), Map.of("AWS::Region", "eu-west-1", "AWS::AccountId", "111122223333"));
        if (options.selfTest()) {
            return SelfTest.play(template);
        }
        var worlds = worlds(options.on(), template);
        if (worlds.isEmpty()) {
            IO.println("skipped: moto_server is not on the PATH");
            return true;
        }
        try (var open = worlds.get()) {
            return play(options, template, open);
        }
    }

    private static Optional<Worlds> worlds(String on, Template template) throws Exception {
        if (on.equals("moto")) {
            MotoWorlds.CANNOT.forEach(IO::println);
            return MotoWorlds.start(template).map(Worlds.class::cast);
        }
        return Optional.of((number, enis) -> new RegionWorld(template, number, enis));
    }

    private static boolean play(Options options, Template template, Worlds worlds) throws Exception {
        var began = System.nanoTime();
        var findings = new ArrayList<Finding>();
        try (var company = Company.gather(template);
                var series = new Series(company, worlds, options)) {
            for (var enis : options.all() ? List.of(1, 4) : List.of(options.enis())) {
                IO.println(enis == 1 ? "one ENI" : enis + " ENIs of one group");
                findings.addAll(series.play(enis));
            }
        }
        var tally = new Tally(findings);
        tally.table().forEach(IO::println);
        var gaps = options.at().isPresent() ? List.<String>of() : tally.gaps();
        gaps.forEach(IO::println);
        IO.println(tally.summary(Duration.ofNanos(System.nanoTime() - began)));
        return gaps.isEmpty()
                && findings.stream().allMatch(finding -> finding.broken().isEmpty());
    }
}
