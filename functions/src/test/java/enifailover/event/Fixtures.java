package enifailover.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// The event files of the project, by name without `.json`.
final class Fixtures {
    static final String REGION = "eu-west-1";

    private Fixtures() {}

    static SortedMap<String, byte[]> all() {
        SortedMap<String, byte[]> all = new TreeMap<>();
        try (var files = Files.newDirectoryStream(Path.of("events"), "*.json")) {
            for (Path file : files) {
                all.put(file.getFileName().toString().replace(".json", ""), Files.readAllBytes(file));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return all;
    }

    /// @param name without `.json`
    static byte[] of(String name) {
        try {
            return Files.readAllBytes(Path.of("events", name + ".json"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
