package enifailover.handler;

import enifailover.assess.AutomaticLimit;
import enifailover.aws.client.Clients;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// Runs a failover and more before Lambda takes the snapshot, against an AWS in memory: first directly, then over
/// TLS on loopback. So the code in the snapshot is loaded, linked and partly compiled. Nothing leaves the
/// function's
/// environment, no credential is requested, no line is logged, no metric is counted, and every connection is closed.
final class Priming implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);
    private static final String REGION = "us-east-1";
    private static final String PREFIX = "eni-failover:";
    private static final Rounds ONCE = new Rounds(1, 1, 0);

    private final Clients clients;
    private final Rounds rounds;

    /// How often each part is run. The JVM compiles code that has run some hundred times.
    ///
    /// @param inMemory runs without a network
    /// @param overTls runs with one handshake for each request
    /// @param handshakes pairs of a full handshake and a resumed one
    record Rounds(int inMemory, int overTls, int handshakes) {
        /// With ten over TLS a warm event was faster, a first one was not, and a snapshot took four seconds more.
        static final Rounds USUAL = new Rounds(20, 3, 50);
    }

    private Priming(Clients clients, Rounds rounds) {
        this.clients = clients;
        this.rounds = rounds;
    }

    /// Registers the hook. The runtime client has only a weak reference: the function must keep one.
    ///
    /// @param clients those of the function: created before the snapshot, without a connection
    static Priming of(Clients clients, Rounds rounds) {
        Priming priming = new Priming(clients, rounds);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    /// Never throws: without priming the first event is slow, but the version can be published.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        PrintStream out = System.out;
        Optional<Throwable> problem = Optional.empty();
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            System.setOut(nowhere);
            clients.prepare();
            play(rounds.inMemory(), new PrimingAws());
            playOnLoopback(rounds.overTls(), rounds.handshakes());
        } catch (Exception | LinkageError failure) {
            problem = Optional.of(failure);
        } finally {
            System.setOut(out);
        }
        problem.ifPresent(failure -> LOG.warn("Priming failed: the first event after a restore will be slow", failure));
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}

    /// @return the responses of the last round, one for each event
    static List<byte[]> play(int rounds, PrimingAws aws) throws IOException {
        List<byte[]> answers = List.of();
        for (int round = 0; round < rounds; round++) {
            aws.again();
            answers = play(aws, StaticCredentialsProvider.create(AwsBasicCredentials.create("PRIMING", "PRIMING")));
        }
        return answers;
    }

    /// The same over the JDK's HTTP client and TLS. Each request makes a handshake; in the last round connections
    /// are used again.
    ///
    /// @param handshakes pairs of handshakes before
    /// @return the responses of the last round
    static List<byte[]> playOnLoopback(int rounds, int handshakes) throws IOException, GeneralSecurityException {
        PrimingAws memory = new PrimingAws();
        List<byte[]> answers = List.of();
        LoopbackAws.chain();
        try (LoopbackAws aws = LoopbackAws.open(memory)) {
            aws.shakeHands(handshakes);
            for (int round = 0; round < rounds; round++) {
                memory.again();
                aws.part(round < rounds - 1);
                answers = aws.whileAsked(() -> play(aws.http(), aws.credentials()));
            }
        }
        return answers;
    }

    private static List<byte[]> play(SdkHttpClient aws, AwsCredentialsProvider credentials) throws IOException {
        FailoverFunction function = new FailoverFunction(
                new Wiring(environment(), new Clients(REGION, aws, credentials), new PrimingTime(), () -> "primed"));
        List<byte[]> answers = new ArrayList<>();
        for (String event : PrimingEvents.ALL) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, new PrimingContext());
            answers.add(answer.toByteArray());
        }
        return answers;
    }

    private static Environment environment() {
        return new Environment(
                REGION,
                "table",
                "document",
                PREFIX,
                "default",
                Optional.of("arn:aws:sns:us-east-1:111122223333:topic"),
                false,
                Duration.ofHours(1),
                new AutomaticLimit.Of(10, Duration.ofHours(1)),
                Duration.ofDays(90),
                ONCE);
    }
}
