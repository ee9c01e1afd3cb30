package enifailover.port;

import java.time.Duration;
import java.util.Optional;

/// Asks the moved service whether it answers.
public interface Probe {

    /// Opens a TCP connection and closes it.
    ///
    /// @return empty when it was opened, else why not
    Optional<String> connect(String address, int port, Duration within);
}
