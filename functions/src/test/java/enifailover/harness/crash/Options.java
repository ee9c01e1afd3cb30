package enifailover.harness.crash;

import enifailover.harness.crash.Blow.At;
import enifailover.harness.crash.Blow.Labelled;
import enifailover.harness.crash.Blow.Nth;
import enifailover.harness.crash.Blow.When;
import enifailover.harness.crash.Kill.By;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// What is to be tried.
///
/// @param on `region` or `moto`
/// @param all every call in every way, and a group of four too
/// @param ci what CI plays
/// @param selfTest the judge is tried, not the function
/// @param enis how many ENIs the group has
/// @param at only this call
/// @param when only so
/// @param by only by them
record Options(
        String on,
        boolean all,
        boolean ci,
        boolean selfTest,
        int enis,
        Optional<At> at,
        Optional<When> when,
        Optional<By> by) {

    static final String USAGE = """
            mvn -q test-compile exec:exec@crash [-Dplay="ARGUMENTS"], with ARGUMENTS of
              --all                every call in all four ways, and the same with four ENIs
              --ci                 what CI plays: the Region, then the self-test
              --on region|moto     which AWS: the simulated Region, or moto_server, which nobody here wrote
              --enis N             how many ENIs the group has (1)
              --n N                only the N-th call of a run
              --at LABEL           only this call, such as ec2:AttachNetworkInterface:1
              --before, --after    only before, or after, the call is carried out
              --by retry|sweep     only with the same event again, or with the sweep alone
              --self-test          plant what is wrong: the judge has to find it""";

    static Options parse(List<String> arguments) {
        var left = new ArrayDeque<>(arguments);
        var options =
                new Options("region", false, false, false, 1, Optional.empty(), Optional.empty(), Optional.empty());
        while (!left.isEmpty()) {
            options = options.with(left.removeFirst(), left);
        }
        return options;
    }

    private Options with(String argument, ArrayDeque<String> left) {
        return switch (argument) {
            case "--all" -> new Options(on, true, ci, selfTest, enis, at, when, by);
            case "--ci" -> new Options(on, all, true, selfTest, enis, at, when, by);
            case "--self-test" -> new Options(on, all, ci, true, enis, at, when, by);
            case "--on" ->
                new Options(oneOf(value(argument, left), "region", "moto"), all, ci, selfTest, enis, at, when, by);
            case "--enis" -> new Options(on, all, ci, selfTest, number(argument, left), at, when, by);
            case "--n" -> with(new Nth(number(argument, left)));
            case "--at" -> with(new Labelled(value(argument, left)));
            case "--before" -> new Options(on, all, ci, selfTest, enis, at, Optional.of(When.BEFORE), by);
            case "--after" -> new Options(on, all, ci, selfTest, enis, at, Optional.of(When.AFTER), by);
            case "--by" -> {
                var who = oneOf(value(argument, left), "retry", "sweep");
                yield new Options(
                        on, all, ci, selfTest, enis, at, when, Optional.of(who.equals("retry") ? By.RETRY : By.SWEEP));
            }
            default -> throw new IllegalArgumentException("unknown argument " + argument + "\n" + USAGE);
        };
    }

    private Options with(At one) {
        return new Options(on, all, ci, selfTest, enis, Optional.of(one), when, by);
    }

    private static String value(String argument, ArrayDeque<String> left) {
        var value = left.pollFirst();
        if (value == null) {
            throw new IllegalArgumentException(argument + " needs a value\n" + USAGE);
        }
        return value;
    }

    private static int number(String argument, ArrayDeque<String> left) {
        var value = value(argument, left);
        if (!value.matches("[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException(argument + " must be a number from 1, not " + value + "\n" + USAGE);
        }
        return Integer.parseInt(value);
    }

    private static String oneOf(String value, String... allowed) {
        if (!List.of(allowed).contains(value)) {
            throw new IllegalArgumentException("not " + value + ", but " + String.join(" or ", allowed) + "\n" + USAGE);
        }
        return value;
    }
}
