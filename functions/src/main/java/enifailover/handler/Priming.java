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

/// Before Lambda takes the snapshot, plays a failover and more, as the runtime would hand them to
/// [FailoverFunction], against an AWS that answers from memory: first directly, then behind TLS on loopback. What the
/// snapshot restores has all its code loaded, linked and partly compiled. Nothing leaves the function's own
/// environment, no credential is asked for, no line is logged and no metric counted; what was played is thrown away,
/// and every connection is closed.
final class Priming implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);
    private static final String REGION = "us-east-1";
    private static final String PREFIX = "eni-failover:";
    private static final Rounds ONCE = new Rounds(1, 1, 0);

    private final Clients clients;
    private final Rounds rounds;

    /// How often all of it is played. What has run some hundred times is compiled by then, and the snapshot has it so;
    /// else the first event finds it interpreted and has its one processor compile it meanwhile.
    ///
    /// @param inMemory quick, the same but for the way to AWS
    /// @param overTls with a handshake a request
    /// @param handshakes alone, in pairs of a full one and one that resumes its session
    record Rounds(int inMemory, int overTls, int handshakes) {
        /// With ten over TLS a warm event was faster, a first one was not, and a snapshot took four seconds more.
        static final Rounds USUAL = new Rounds(20, 3, 50);
    }

    private Priming(Clients clients, Rounds rounds) {
        this.clients = clients;
        this.rounds = rounds;
    }

    /// Registers the hook. The runtime client remembers it by a weak reference only: whoever is woken has to keep it.
    ///
    /// @param clients the function's own: made before the snapshot, though without a connection
    static Priming of(Clients clients, Rounds rounds) {
        Priming priming = new Priming(clients, rounds);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    /// Never throws: a snapshot that is not primed is slow, a version that cannot be published is no use.
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
        problem.ifPresent(failure -> LOG.warn("The snapshot could not be primed: first events will be slow", failure));
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}

    /// @return the answers of the last time, one an event
    static List<byte[]> play(int rounds, PrimingAws aws) throws IOException {
        List<byte[]> answers = List.of();
        for (int round = 0; round < rounds; round++) {
            aws.again();
            answers = play(aws, StaticCredentialsProvider.create(AwsBasicCredentials.create("PRIMING", "PRIMING")));
        }
        return answers;
    }

    /// The same over the JDK's HTTP client and TLS. Each request makes a handshake, but for the last round, whose
    /// connections are used again.
    ///
    /// @param handshakes that are made before
    /// @return the answers of the last time
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
