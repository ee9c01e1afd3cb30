package enifailover.harness.rehearsal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// The native half of Lambda's runtime interface client, unpacked once. Left to itself, each process unpacks it to the
/// one path `/tmp/.libaws-lambda-jni.so`, deleting what is there: of two that start at once, one finds no library and
/// exits. On Lambda every environment has a `/tmp` of its own; here the path is given by the client's own property.
final class NativeClient {
    private static final String PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    private static final Map<String, String> ARCHITECTURES = Map.of("amd64", "x86_64", "aarch64", "aarch_64");

    private NativeClient() {}

    /// The JVM's option that makes a process load this copy.
    static String option() {
        return "-D" + PROPERTY + "=" + path();
    }

    static String path() {
        return Unpacked.PATH.toString();
    }

    /// Unpacked at the first use, into a folder of this JVM's own, and deleted at its end.
    private static final class Unpacked {
        static final Path PATH = unpack();

        private static Path unpack() {
            try {
                Path folder = Files.createTempDirectory("runtime-client");
                Path library = folder.resolve("libaws-lambda-jni.so");
                try (InputStream packed = NativeClient.class.getResourceAsStream("/jni/" + name())) {
                    if (packed == null) {
                        throw new FileNotFoundException(name() + " is not on the class path");
                    }
                    Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
                }
                // In the reverse order of this.
                folder.toFile().deleteOnExit();
                library.toFile().deleteOnExit();
                return library;
            } catch (IOException failure) {
                throw new ExceptionInInitializerError(failure);
            }
        }

        private static String name() {
            String machine = ARCHITECTURES.get(System.getProperty("os.arch"));
            boolean musl = Files.exists(Path.of("/lib/ld-musl-" + System.getProperty("os.arch") + ".so.1"));
            return "libaws-lambda-jni.linux" + (musl ? "_musl" : "") + "-" + machine + ".so";
        }
    }
}
