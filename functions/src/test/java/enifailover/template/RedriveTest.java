package enifailover.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipe of the runbook, run as it stands, against a queue and a function that are files.
class RedriveTest {
    private static final String ALIAS = "arn:aws:lambda:eu-west-1:111122223333:function:x-FailoverFunction-1:live";

    /// A queue is a folder; a message whose file begins with `fails` makes the function fail.
    private static final String AWS = """
            #!/bin/bash
            set -e
            echo "$1 $2" >>"$HERE/calls"
            case "$1 $2" in
            "cloudformation describe-stacks")
                case "$*" in
                *DeadLetterQueueUrl*) echo https://queue ;;
                *FailoverFunctionAlias*) echo "%s" ;;
                esac ;;
            "sqs receive-message")
                next=$(ls "$HERE/queue" | head -1)
                [ -n "$next" ] || exit 0
                mv "$HERE/queue/$next" "$HERE/hidden/$next"
                jq -n --rawfile body "$HERE/hidden/$next" --arg receipt "$next" \\
                    '{Messages: [{Body: $body, ReceiptHandle: $receipt}]}' ;;
            "lambda invoke")
                payload=""; last=""
                while [ $# -gt 0 ]; do [ "$1" = --payload ] && payload=$2; last=$1; shift; done
                echo "$payload" >>"$HERE/invoked"
                case "$payload" in
                *boom*) echo '{"errorMessage":"boom"}' >"$last"; echo Unhandled ;;
                *) echo '{"reports":[{"verdict":"MOVED_ALREADY"}],"dropped":[],"failures":[]}' >"$last"; echo None ;;
                esac ;;
            "sqs delete-message")
                while [ $# -gt 0 ]; do [ "$1" = --receipt-handle ] && rm "$HERE/hidden/$2"; shift; done ;;
            esac
            """.formatted(ALIAS);

    private final Path here;

    RedriveTest(@TempDir Path here) {
        this.here = here;
    }

    @BeforeEach
    void makeAFakeAws() throws IOException {
        assumeTrue(onThePath("bash") && onThePath("jq"), "needs bash and jq");
        Files.createDirectories(here.resolve("queue"));
        Files.createDirectories(here.resolve("hidden"));
        Path aws = here.resolve("aws");
        Files.writeString(aws, AWS);
        assertTrue(aws.toFile().setExecutable(true));
    }

    private static boolean onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private void queued(String name, String body) throws IOException {
        Files.writeString(here.resolve("queue").resolve(name), body);
    }

    private String redrive(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "examples/redrive", "a-stack"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HERE", here.toString());
        builder.environment().put("PATH", here + ":" + System.getenv("PATH"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> files = Files.list(here.resolve("hidden"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsLookedAfterLeavesTheQueueAndWhatIsNotStays() throws Exception {
        String event = Files.readString(Path.of("events", "ec2-state-change-stopped.json"));
        queued("a-from-eventbridge", event);
        queued(
                "b-from-lambda",
                "{\"requestContext\":{\"functionArn\":\"" + ALIAS + "\"},\"requestPayload\":" + event + "}");
        queued("c-fails", "{\"detail-type\":\"boom\"}");
        queued(
                "d-a-drill",
                "{\"requestContext\":{\"functionArn\":\"" + ALIAS.replace("Failover", "Drill")
                        + "\"},\"requestPayload\":{\"action\":\"failover\"}}");
        String output = redrive();
        assertTrue(output.contains("done: EC2 Instance State-change Notification"), output);
        assertTrue(output.contains("-> MOVED_ALREADY"), output);
        assertTrue(output.contains("left: boom failed again: {\"errorMessage\":\"boom\"}"), output);
        assertTrue(output.contains("a drill is a person's decision"), output);
        assertTrue(output.endsWith("2 processed, 2 left in the queue\n"), output);
        assertEquals(List.of("c-fails", "d-a-drill"), hidden());
        assertEquals(3, Files.readAllLines(here.resolve("invoked")).size(), "the drill was not run");
    }

    /// They would move ENIs on a word that is over.
    @Test
    void whatAnnouncedSomethingIsNotSentAgain() throws Exception {
        String spot = Files.readString(Path.of("events", "ec2-spot-interruption-terminate.json"));
        queued("a-spot", spot);
        queued("b-expedited", """
                {"source":"aws.health","detail-type":"AWS Health Event","time":"2026-11-01T00:00:00Z",
                 "detail":{"eventTypeCode":"AWS_EC2_INSTANCE_RETIREMENT_EXPEDITED"}}""");
        String output = redrive();
        assertTrue(output.endsWith("0 processed, 2 left in the queue\n"), output);
        assertTrue(Files.notExists(here.resolve("invoked")), output);
        assertEquals(List.of("a-spot", "b-expedited"), hidden());
    }

    @Test
    void whatAnEventSaysCannotWriteOnTheTerminal() throws Exception {
        queued("a", "{\"detail-type\":\"boom\\u001b[2Jdone: all\\nis well\\u202e\",\"time\":\"x\\r\\u0007\"}");
        String output = redrive();
        assertEquals(2, output.lines().count(), output);
        assertFalse(Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n]]").matcher(output).find(), output);
    }

    @Test
    void aDryRunInvokesNothing() throws Exception {
        queued("a", Files.readString(Path.of("events", "ec2-state-change-stopped.json")));
        String output = redrive("--dry-run");
        assertTrue(output.contains("would send: EC2 Instance State-change Notification"), output);
        assertTrue(Files.notExists(here.resolve("invoked")));
    }

    @Test
    void anEmptyQueueIsSoon() throws Exception {
        assertEquals("0 processed, 0 left in the queue\n", redrive());
    }
}
