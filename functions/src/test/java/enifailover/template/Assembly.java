package enifailover.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// `functions/src/main/ssm/assemble`, which makes the SSM document of the routing script.
public final class Assembly {
    /// Where the script, the document and the program stand.
    static final Path FOLDER = Path.of("functions/src/main/ssm");

    private static final Path CONSTANT = Path.of("functions/src/main/java/enifailover/script/RoutingScript.java");

    private Assembly() {}

    /// The script that stands in the document, as the program prints it.
    ///
    /// @throws IOException where the program cannot be started
    public static String script() throws IOException {
        return run(FOLDER, "--script");
    }

    /// Runs the program of a folder.
    ///
    /// @return what it prints
    static String run(Path folder, String... options) throws IOException {
        Process program = new ProcessBuilder(command(folder, options))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Runs the program of a folder, and keeps what it prints to itself.
    ///
    /// @return its exit code
    static int ends(Path folder, String... options) throws IOException, InterruptedException {
        return new ProcessBuilder(command(folder, options))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static List<String> command(Path folder, String... options) {
        return Stream.concat(Stream.of(folder.resolve("assemble").toString()), Stream.of(options))
                .toList();
    }

    /// The program and its files in another tree.
    ///
    /// @return the folder of the program there
    static Path copy(Path root) throws IOException {
        Path folder = root.resolve(FOLDER);
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, folder.resolve(FOLDER.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createDirectories(root.resolve(CONSTANT).getParent());
        Files.copy(CONSTANT, root.resolve(CONSTANT));
        return folder;
    }
}
