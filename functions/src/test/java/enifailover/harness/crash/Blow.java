package enifailover.harness.crash;

/// When a process is killed.
///
/// @param at at which of its calls
/// @param when before that call is carried out, or after it and before its answer
record Blow(At at, When when) {

    /// Which call it is.
    sealed interface At {

        /// Whether it is this one.
        boolean is(Call call);

        /// How a person names it at the command line.
        String message();
    }

    /// The n-th call, whichever it is: calls that leave side by side change places from run to run.
    record Nth(int n) implements At {
        @Override
        public boolean is(Call call) {
            return call.nth() == n;
        }

        @Override
        public String message() {
            return "--n " + n;
        }
    }

    /// The call of this label.
    record Labelled(String label) implements At {
        @Override
        public boolean is(Call call) {
            return call.label().equals(label);
        }

        @Override
        public String message() {
            return "--at " + label;
        }
    }

    /// Before or after the call is carried out; in both cases nobody hears the answer.
    enum When {
        BEFORE("before"),
        AFTER("after");

        private final String word;

        When(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
