package enifailover.testkit.region.dynamo;

import com.almworks.sqlite4java.SQLite;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The native library that DynamoDB Local stores by. Maven brings it as a file beside sqlite4java's jar, and nothing
/// else need be done than to say where.
final class SqliteLibrary {
    private static final String PROPERTY = "sqlite4java.library.path";

    private SqliteLibrary() {}

    static void find() throws IOException {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, directory().toString());
        }
    }

    private static Path directory() throws IOException {
        try {
            Path jar = Path.of(SQLite.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path version = jar.resolveSibling("");
            Path directory =
                    version.resolve("../..").normalize().resolve(artifact()).resolve(version.getFileName());
            if (!Files.isDirectory(directory)) {
                throw new IOException("no native library of sqlite4java in " + directory + "; set -D" + PROPERTY);
            }
            return directory;
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static String artifact() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return "libsqlite4java-osx";
        }
        return system.contains("windows") ? "sqlite4java-win32-x64" : "libsqlite4java-linux-amd64";
    }
}
