package enifailover.harness.crash;

import enifailover.harness.rehearsal.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Kills real processes of the function at their n-th call of AWS, for every n, and judges what those who come after
/// make of it: `mvn -q test-compile exec:exec@crash`. Ends with an error if a check fails.
public final class Crash {
    private final Options options;
    private final Company company;
    private final Worlds regions;
    private final Optional<MotoWorlds> moto;

    private Crash(Options options, Company company, Worlds regions, Optional<MotoWorlds> moto) {
        this.options = options;
        this.company = company;
        this.regions = regions;
        this.moto = moto;
    }

    public static void main(String[] arguments) {
        var status = 1;
        try {
            status = play(Options.parse(List.of(arguments))) ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            status = 2;
        } catch (Exception | LinkageError failure) {
            failure.printStackTrace();
            System.err.println("CHECK FAILED: the crash test could not run: " + failure);
        }
        // Whatever happened: servers and their threads would keep this process.
        System.exit(status);
    }

    private static boolean play(Options options) throws Exception {
        var began = System.nanoTime();
        var template = Template.read(
                Path.of("template.yaml"), Map.of("AWS::Region", "eu-west-1", "AWS::AccountId", "111122223333"));
        var wanted = options.on().equals("moto");
        var moto = wanted ? MotoWorlds.start(template) : Optional.<MotoWorlds>empty();
        if (wanted) {
            IO.println(moto.isEmpty() ? "skipped: moto_server is not on the PATH" : MotoWorlds.CANNOT);
        }
        try (var company = Company.gather(template);
                var regions = RegionWorlds.start(template)) {
            var good = new Crash(options, company, regions, moto).play();
            IO.println("%d s".formatted((System.nanoTime() - began) / 1_000_000_000));
            return good;
        } finally {
            moto.ifPresent(MotoWorlds::close);
        }
    }

    private boolean play() throws Exception {
        if (options.selfTest()) {
            return SelfTest.play(company, regions);
        }
        var all = series();
        // All are killed; while the last of them wait for the leases of the dead, the judge is tried.
        var tried = !options.ci() || SelfTest.play(company, regions);
        return judged(all) && tried;
    }

    private List<Series> series() throws Exception {
        var all = new ArrayList<Series>();
        for (var enis : options.all() ? List.of(1, 4) : List.of(options.enis())) {
            if (options.on().equals("region")) {
                all.add(new Series(company, regions, options, enis).kill());
            } else if (moto.isPresent()) {
                all.add(new Series(company, moto.get(), options, enis).kill());
            }
        }
        return all;
    }

    private boolean judged(List<Series> all) throws Exception {
        var good = true;
        for (var series : all) {
            try (series) {
                var findings = series.end();
                var tally = new Tally(findings);
                tally.table().forEach(IO::println);
                var gaps = options.at().isPresent() ? List.<String>of() : tally.gaps();
                gaps.forEach(IO::println);
                IO.println(tally.summary());
                good &= gaps.isEmpty()
                        && findings.stream()
                                .allMatch(finding -> finding.broken().isEmpty());
            }
        }
        return good;
    }
}
