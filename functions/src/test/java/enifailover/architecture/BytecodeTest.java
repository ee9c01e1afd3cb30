package enifailover.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.harness.rehearsal.ZipContents;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The functions' JVM does not verify the package's bytecode once more at every start (`JAVA_TOOL_OPTIONS` in the
/// template): so all of it is verified here, when it is built, by a JVM of the same release.
class BytecodeTest {
    /// Linking is what verifies (JVM specification, 5.4), and asking HotSpot for a class's methods links it.
    ///
    /// @param verified how many were
    /// @param without how many need a class that the package does not hold, as of an optional dependency
    /// @param broken a sentence each
    private record Found(int verified, int without, List<String> broken) {
        static Found among(List<String> names, ClassLoader loader) {
            int verified = 0;
            int without = 0;
            List<String> broken = new ArrayList<>();
            for (String name : names) {
                try {
                    verified += Class.forName(name, false, loader).getDeclaredMethods() == null ? 0 : 1;
                } catch (ClassNotFoundException | NoClassDefFoundError optional) {
                    without++;
                } catch (LinkageError wrong) {
                    broken.add(name + ": " + wrong);
                }
            }
            return new Found(verified, without, broken);
        }
    }

    @Test
    void everyClassOfThePackageIsVerified() throws IOException {
        ZipContents zip = ZipContents.ofTheBuild();
        List<URL> path = new ArrayList<>();
        path.add(zip.classes().toUri().toURL());
        TreeSet<String> names = new TreeSet<>(ofFolder(zip.classes()));
        for (Path jar : zip.jars()) {
            path.add(jar.toUri().toURL());
            names.addAll(ofJar(jar));
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Found found = Found.among(List.copyOf(names), loader);
            assertEquals(List.of(), found.broken());
            assertTrue(found.verified() > 20_000, found::toString);
            assertTrue(found.without() < found.verified() / 20, found::toString);
        }
    }

    @Test
    void itFindsWhatDoesNotVerify() {
        // Says that it returns a number, and returns a text.
        byte[] wrong = ClassFile.of(StackMapsOption.DROP_STACK_MAPS)
                .build(
                        ClassDesc.of("Wrong"),
                        made -> made.withMethodBody(
                                "number",
                                MethodTypeDesc.of(ConstantDescs.CD_int),
                                AccessFlag.STATIC.mask(),
                                code -> code.ldc("a text").ireturn()));
        ClassLoader loader = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, wrong, 0, wrong.length);
            }
        };
        Found found = Found.among(List.of("Wrong"), loader);
        assertEquals(1, found.broken().size(), found::toString);
        assertTrue(found.broken().getFirst().contains("VerifyError"), found::toString);
    }

    private static List<String> ofFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(file -> folder.relativize(file).toString())
                    .filter(BytecodeTest::isClass)
                    .map(BytecodeTest::named)
                    .toList();
        }
    }

    private static List<String> ofJar(Path jar) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion())) {
            return opened.versionedStream()
                    .map(entry -> entry.getName())
                    .filter(BytecodeTest::isClass)
                    .map(BytecodeTest::named)
                    .toList();
        }
    }

    private static boolean isClass(String file) {
        return file.endsWith(".class") && !file.endsWith("-info.class") && !file.startsWith("META-INF");
    }

    private static String named(String file) {
        return file.substring(0, file.length() - ".class".length()).replace('/', '.');
    }
}
