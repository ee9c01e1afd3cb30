package enifailover.harness.crash;

import enifailover.harness.rehearsal.FunctionProcess;
import enifailover.harness.rehearsal.FunctionProcess.Deployed;
import enifailover.harness.rehearsal.ZipContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// Makes the many starts cheap: the first process leaves an archive of its classes for the others. Half the processor
/// time, and the same program.
///
/// @param zip what a process has on its class path: jars only, because the JDK archives no classes of folders
/// @param options of its JVM
record QuickStart(ZipContents zip, List<String> options) {
    /// @param folder for the archive and the log
    static QuickStart prepare(Deployed function, ZipContents built, Path folder) throws Exception {
        var zip = new ZipContents(jar(built.classes(), folder.resolve("functions.jar")), built.jars());
        var archive = folder.resolve("functions.jsa").toAbsolutePath();
        Files.deleteIfExists(archive);
        var options = List.of("-XX:ArchiveClassesAtExit=" + archive);
        try (var first = FunctionProcess.start(function, zip, List.of(), options, folder.resolve("archive.log"))) {
            var handle = ProcessHandle.of(first.awaitReady().pid()).orElseThrow();
            handle.destroy();
            var unused = handle.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        }
        if (!Files.exists(archive)) {
            throw new IOException(archive + " was not written; see " + folder.resolve("archive.log"));
        }
        return new QuickStart(zip, List.of("-XX:SharedArchiveFile=" + archive));
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (var packed = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
        return jar.toAbsolutePath();
    }
}
