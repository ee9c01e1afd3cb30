package enifailover.harness.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What must be so at the end of a scenario, and whether it is.
final class Expectations {

    /// @param sentence what must be so
    /// @param holds whether it is
    /// @param found what is instead
    private record Expectation(String sentence, boolean holds, String found) {}

    private final List<Expectation> all = new ArrayList<>();

    /// @param what what is looked at, such as `eni-0a is on`
    void equal(String what, Object wanted, Object found) {
        all.add(new Expectation(what + " " + wanted, Objects.equals(wanted, found), String.valueOf(found)));
    }

    /// @param what what was measured
    void within(String what, Duration least, Duration found, Duration most) {
        boolean holds = found.compareTo(least) >= 0 && found.compareTo(most) <= 0;
        String sentence = what + " is from " + least.toMillis() + " ms to " + most.toMillis() + " ms";
        all.add(new Expectation(sentence, holds, found.toMillis() + " ms"));
    }

    /// Makes the last expectation one that cannot hold.
    void breakLast() {
        var last = all.removeLast();
        all.add(new Expectation("(self-test, must fail) not: " + last.sentence(), !last.holds(), last.found()));
    }

    List<String> kept() {
        return all.stream()
                .filter(Expectation::holds)
                .map(Expectation::sentence)
                .toList();
    }

    List<String> broken() {
        return all.stream()
                .filter(expectation -> !expectation.holds())
                .map(expectation -> expectation.sentence() + "; found instead: " + expectation.found())
                .toList();
    }
}
