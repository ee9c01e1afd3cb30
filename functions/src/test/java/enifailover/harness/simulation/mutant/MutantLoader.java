package enifailover.harness.simulation.mutant;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The program and the simulation once more, with one source patched and compiled in memory. Every class of the
/// program is loaded anew, so that the bug is met; all else is shared.
final class MutantLoader extends ClassLoader {
    private static final Path SOURCES = Path.of("functions/src/main/java/enifailover");

    private final Map<String, byte[]> patched;

    /// @throws IllegalStateException where the patch does not apply or does not compile
    MutantLoader(Mutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.patched = compile(mutant);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("enifailover.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] own = patched.get(name);
        if (own != null) {
            return defineClass(name, own, 0, own.length);
        }
        try (InputStream compiled = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (compiled == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = compiled.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /// The classes of the patched source.
    static Map<String, byte[]> compile(Mutant mutant) {
        try {
            String source = source(mutant);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(complaints, null, null)) {
                Kept kept = new Kept(files);
                List<String> options = List.of("-nowarn", "-proc:none", "-cp", System.getProperty("java.class.path"));
                boolean compiled = compiler.getTask(
                                null, kept, complaints, options, null, List.of(new Source(mutant.file(), source)))
                        .call();
                if (!compiled) {
                    throw new IllegalStateException(mutant.name() + ": " + complaints.getDiagnostics());
                }
                return kept.bytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Blanks and line breaks are folded into one line, so no comment may be left in it.
    /// @throws IllegalStateException where the patch does not apply
    static String source(Mutant mutant) throws IOException {
        return mutant.applied(withoutComments(Files.readString(SOURCES.resolve(mutant.file()))));
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?m)(^|\\s)//.*$", "");
    }

    /// A source in memory.
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///enifailover/" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /// Keeps what is compiled.
    private static final class Kept extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();

        Kept(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("bytes:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }

        Map<String, byte[]> bytes() {
            Map<String, byte[]> all = new LinkedHashMap<>();
            classes.forEach((name, bytes) -> all.put(name, bytes.toByteArray()));
            return all;
        }
    }
}
