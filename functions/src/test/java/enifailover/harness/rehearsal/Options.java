package enifailover.harness.rehearsal;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// What the rehearsal is asked for.
///
/// @param scenario only this one
/// @param event a user's event file, in place of the scenarios
/// @param asItIs the file's times are left as they are
/// @param list the scenarios' names are printed, nothing is played
/// @param all the longer scenarios too
/// @param selfTest one expectation is broken, so that the rehearsal must fail
record Options(
        Optional<String> scenario, Optional<Path> event, boolean asItIs, boolean list, boolean all, boolean selfTest) {

    static final String USAGE = """
            mvn -q test-compile exec:exec@rehearse [-Dplay="ARGUMENTS"], with ARGUMENTS of
              --list            the scenarios' names
              --all             the longer ones too, on real hosts where this is Linux and root: some minutes
              --scenario NAME   only this scenario
              --event FILE      an EventBridge event of yours, against a group whose active it names
              --as-is           with --event: leave the times in the file; without it the event happens now
              --self-test       break one expectation: the rehearsal has to end with an error""";

    static Options parse(List<String> arguments) {
        var left = new ArrayDeque<>(arguments);
        var options = new Options(Optional.empty(), Optional.empty(), false, false, false, false);
        while (!left.isEmpty()) {
            options = options.with(left.removeFirst(), left);
        }
        return options;
    }

    private Options with(String argument, ArrayDeque<String> left) {
        return switch (argument) {
            case "--scenario" -> new Options(Optional.of(value(argument, left)), event, asItIs, list, all, selfTest);
            case "--event" ->
                new Options(scenario, Optional.of(Path.of(value(argument, left))), asItIs, list, all, selfTest);
            case "--as-is" -> new Options(scenario, event, true, list, all, selfTest);
            case "--list" -> new Options(scenario, event, asItIs, true, all, selfTest);
            case "--all" -> new Options(scenario, event, asItIs, list, true, selfTest);
            case "--self-test" -> new Options(scenario, event, asItIs, list, all, true);
            default -> throw new IllegalArgumentException("unknown argument " + argument + "\n" + USAGE);
        };
    }

    private static String value(String argument, ArrayDeque<String> left) {
        var value = left.pollFirst();
        if (value == null) {
            throw new IllegalArgumentException(argument + " needs a value\n" + USAGE);
        }
        return value;
    }
}
