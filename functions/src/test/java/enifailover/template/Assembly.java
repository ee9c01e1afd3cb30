package enifailover.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("assemble").toString()));
        command.addAll(List.of(options));
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// The program and its files in another tree.
    ///
    /// @return the folder of the program there
    static Path copy(Path root) throws IOException {
        Path folder = root.resolve(FOLDER);
        Files.createDirectories(folder);
        for (String name : List.of("assemble", "document.yaml", "eni-failover.sh")) {
            Files.copy(FOLDER.resolve(name), folder.resolve(name), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectories(root.resolve(CONSTANT).getParent());
        Files.copy(CONSTANT, root.resolve(CONSTANT));
        return folder;
    }
}
