package enifailover.harness.rehearsal;

import java.io.Console;
import java.util.Optional;

/// What is being done, on one line of the terminal that the next one overwrites; nothing where no person watches.
public final class Progress {

    private Progress() {}

    /// @param what a few words; empty takes the line away
    public static void show(String what) {
        if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
            IO.print("\r\u001b[K" + what);
        }
    }
}
