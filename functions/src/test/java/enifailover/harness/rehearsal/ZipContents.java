package enifailover.harness.rehearsal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What the deployed zip holds: the built classes and the jars of run-time scope, and not one more.
///
/// @param classes the folder of built classes
/// @param jars the jars, as Maven resolves them for run time
public record ZipContents(Path classes, List<Path> jars) {

    /// Written by the build (`runtime-class-path` in the pom).
    private static final Path LIST = Path.of("target", "runtime-class-path");

    public ZipContents {
        jars = List.copyOf(jars);
    }

    /// Reads what the build has left.
    public static ZipContents ofTheBuild() throws IOException {
        if (!Files.exists(LIST)) {
            throw new IllegalStateException(LIST + " is missing: run this by Maven, from the project's folder");
        }
        var jars = Arrays.stream(Files.readString(LIST).strip().split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        return new ZipContents(Path.of("target", "classes").toAbsolutePath(), jars);
    }

    /// On Lambda the runtime brings its own client; here it is put beside the zip's contents, with what it alone needs.
    String classPathWithRuntimeClient() {
        var path = new ArrayList<Path>(jars);
        path.addFirst(classes);
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(jar -> jar.contains("aws-lambda-java-runtime-interface-client")
                        || jar.contains("aws-lambda-java-serialization"))
                .map(Path::of)
                .forEach(path::add);
        return String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    }
}
