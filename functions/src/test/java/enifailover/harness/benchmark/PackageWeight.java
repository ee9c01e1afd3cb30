package enifailover.harness.benchmark;

import enifailover.harness.rehearsal.ZipContents;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Prints what each module adds to the deployed zip: `mvn -q test-compile exec:exec@weigh`. The zip is laid out as
/// `sam build` lays it: the classes at its root, the jars in `lib/`.
public final class PackageWeight {

    /// Lambda's limit for a package that is uploaded directly, as its documentation gives it.
    private static final long LIMIT = 50L * 1024 * 1024;

    /// @param module the jar's name, or the project's own classes
    /// @param bytes what it adds, compressed
    private record Weight(String module, long bytes) {}

    private PackageWeight() {}

    public static void main(String[] arguments) throws IOException {
        var zip = ZipContents.ofTheBuild();
        var weights = Stream.concat(
                        Stream.of(new Weight("(this project's classes)", classes(zip.classes()))),
                        zip.jars().stream().map(jar -> new Weight(String.valueOf(jar.getFileName()), jar(jar))))
                .sorted(Comparator.comparingLong(Weight::bytes).reversed())
                .toList();
        var total = total(zip);
        weights.forEach(weight -> print(weight.module(), weight.bytes(), total));
        print("the zip, " + weights.size() + " parts", total, total);
        IO.println(
                total < LIMIT
                        ? "It uploads directly: under 50 MB."
                        : "Too heavy to be uploaded directly: 50 MB at most.");
        if (total >= LIMIT) {
            System.exit(1);
        }
    }

    /// The size of the whole zip.
    static long total(ZipContents zip) {
        return zipped(out -> {
            files(zip.classes())
                    .forEach(file -> add(out, zip.classes().relativize(file).toString(), file));
            zip.jars().forEach(jar -> {
                if (Files.isDirectory(jar)) { // classes behind other classes of the same name
                    files(jar).forEach(file -> add(out, "lib/" + jar.relativize(file), file));
                } else {
                    add(out, "lib/" + jar.getFileName(), jar);
                }
            });
        });
    }

    private static long classes(Path folder) {
        return zipped(out ->
                files(folder).forEach(file -> add(out, folder.relativize(file).toString(), file)));
    }

    private static long jar(Path jar) {
        return zipped(out -> add(out, "lib/" + jar.getFileName(), jar));
    }

    private interface Filling {
        void fill(ZipOutputStream out);
    }

    private static long zipped(Filling filling) {
        var counted = new Counted();
        try (var out = new ZipOutputStream(counted)) {
            out.setLevel(Deflater.DEFAULT_COMPRESSION);
            filling.fill(out);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return counted.bytes;
    }

    private static void add(ZipOutputStream out, String name, Path file) {
        try {
            out.putNextEntry(new ZipEntry(name));
            Files.copy(file, out);
            out.closeEntry();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> files(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void print(String what, long bytes, long total) {
        IO.println(
                String.format(Locale.ROOT, "%8.2f MB  %5.1f %%  %s", bytes / 1048576.0, 100.0 * bytes / total, what));
    }

    private static final class Counted extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes += length;
        }
    }
}
