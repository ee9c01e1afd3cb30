package enifailover.harness.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JDK's own tool for keys and certificates: the JDK has no API to make one.
public final class Keytool {
    /// Of every store that is made here.
    public static final String PASSWORD = "changeit";

    private Keytool() {}

    /// @param store in PKCS12, made where it is not there
    /// @param what a command of the tool, such as `-genkeypair`, and its options
    /// @throws IllegalStateException with the tool's own words when it fails
    public static void run(Path store, String... what) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(what));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
    }
}
