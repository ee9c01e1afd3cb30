package enifailover.harness.crash;

/// One thing to be tried.
///
/// @param on which AWS: `region` or `moto`
/// @param enis how many ENIs the group has
/// @param blow when the process is killed
/// @param by who has to finish
record Kill(String on, int enis, Blow blow, By by) {

    /// What comes after a function that died.
    enum By {
        /// Lambda delivers the same event again: it tries an asynchronous invocation three times.
        RETRY("retry"),
        /// The event is lost, and only the schedule is left.
        SWEEP("sweep");

        private final String word;

        By(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    Kill at(Blow.At other) {
        return new Kill(on, enis, new Blow(other, blow.when()), by);
    }

    /// Such as `before, retry`.
    String way() {
        return blow.when().word() + ", " + by.word();
    }

    /// What plays it again.
    String command() {
        return "mvn -q test-compile exec:exec@crash -Dplay=\"--on %s --enis %d %s --%s --by %s\""
                .formatted(on, enis, blow.at().message(), blow.when().word(), by.word());
    }
}
