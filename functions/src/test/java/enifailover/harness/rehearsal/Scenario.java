package enifailover.harness.rehearsal;

/// Something that happens to a group, with what must be so at the end.
///
/// @param name for the command line
/// @param title what happens, for a person
/// @param latency how slow the Region is meanwhile
/// @param play what happens
public record Scenario(String name, String title, Latency latency, Play play) {

    /// How slow the Region is.
    public enum Latency {
        /// As EC2 and Systems Manager commonly are: detach 2.5 s, attach 1.5 s, a command 1.6 s.
        REAL,
        /// A fraction of it, so that the whole rehearsal fits in a minute.
        QUICK
    }

    /// A script that the stage plays.
    public interface Play {
        void on(Stage stage) throws Exception;
    }
}
