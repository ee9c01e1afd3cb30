package enifailover.harness.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.harness.rehearsal.FunctionProcess.Deployed;
import enifailover.harness.rehearsal.RuntimeApi.Failed;
import enifailover.harness.rehearsal.RuntimeApi.Returned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The harness tells a function that answers from one that throws, dies or is late, and gives it nothing of its own
/// environment.
final class FunctionProcessTest {

    private final Path folder;

    FunctionProcessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFunctionAnswersThrowsAndDies() throws Exception {
        try (var process = echo(Duration.ofSeconds(20))) {
            var first = assertInstanceOf(Returned.class, process.invoke("{}").get());
            assertTrue(first.body().startsWith("{\"event\":{},"), first.body());
            assertTrue(first.body().contains("\"arn\":\"arn:aws:lambda:eu-west-1:111122223333:function:echo:live\""));
            assertTrue(first.body().contains(" GIVEN "), "what it is given: " + first.body());
            for (var inherited : List.of("HOME", "JAVA_HOME", "MAVEN_CMD_LINE_ARGS", "HOSTNAME")) {
                assertTrue(!first.body().contains(" " + inherited + " "), "inherited: " + inherited);
            }
            assertTrue(process.peakMemoryMb() > 10);

            var thrown =
                    assertInstanceOf(Failed.class, process.invoke("\"throw\"").get());
            assertTrue(thrown.error().contains("asked to"), thrown.error());

            assertInstanceOf(Returned.class, process.invoke("[2]").get(), "it goes on after an error");
            var dead = assertInstanceOf(Failed.class, process.invoke("\"exit\"").get());
            assertEquals("the process ended with 3", dead.error());
            assertTrue(process.peakMemoryMb() > 10, "what a process needed is known after its end");
            assertTrue(Files.readString(process.log()).contains("request "), "its output is kept");
        }
    }

    /// The runtime client's own way is one path in `/tmp` for all: one of two that start at once finds it gone.
    @Test
    void eachProcessLoadsTheNativeHalfThatIsOurs() throws Exception {
        try (var process = echo(Duration.ofSeconds(20))) {
            var maps = Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
            assertTrue(maps.contains(NativeClient.path()), maps);
            assertTrue(!maps.contains("/tmp/.libaws-lambda-jni.so"), maps);
        }
    }

    @Test
    void aLateAnswerIsAFailure() throws Exception {
        try (var api = RuntimeApi.start("arn")) {
            var answer = api.invoke("{}", Duration.ofMillis(50)).get();
            assertEquals(
                    "no answer within 0 s",
                    assertInstanceOf(Failed.class, answer).error());
        }
    }

    /// A process that starts a function and is then killed, as a rehearsal may be: no hook of it runs.
    static final class Killed {
        public static void main(String[] folder) throws Exception {
            var process = new FunctionProcessTest(Path.of(folder[0])).echo(Duration.ofSeconds(20));
            IO.println(process.pid());
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    @Test
    @EnabledIf("setpriv")
    void aFunctionEndsWithWhoeverStartedItHoweverThatEnds() throws Exception {
        var starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("starter.log").toFile())
                .start();
        var pid = Objects.requireNonNull(starter.inputReader().readLine(), () -> read(folder.resolve("starter.log")));
        var function = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        assertTrue(function.isAlive());
        starter.destroyForcibly().waitFor();
        function.onExit().get(10, TimeUnit.SECONDS);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    static boolean setpriv() {
        return Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }

    private FunctionProcess echo(Duration timeout) throws Exception {
        var zip = new ZipContents(
                Path.of("target", "test-classes"), ZipContents.ofTheBuild().jars());
        var function = new Deployed(
                "echo",
                EchoFunction.class.getName(),
                256,
                timeout,
                true,
                Map.of("AWS_REGION", "eu-west-1", "GIVEN", "yes"));
        return FunctionProcess.start(function, zip, folder.resolve("echo.log")).awaitReady();
    }
}
