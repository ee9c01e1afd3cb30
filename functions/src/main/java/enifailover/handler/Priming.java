package enifailover.handler;

import enifailover.aws.Clients;
import enifailover.aws.Tls;
import enifailover.port.Brake.Limit;
import enifailover.report.Answer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Before Lambda takes the snapshot, plays a failover, a sweep and a composite alarm against an AWS that answers from
/// memory, so that what the snapshot restores has all its code loaded, linked and partly compiled. No byte leaves the
/// function, no credential is asked for, no line is logged and no metric counted, and what was played is thrown away.
final class Priming implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);
    private static final String REGION = "us-east-1";
    private static final String PREFIX = "eni-failover:";

    private final Clients clients;

    private Priming(Clients clients) {
        this.clients = clients;
    }

    /// Registers the hook. The runtime client remembers it by a weak reference only: whoever is woken has to keep it.
    ///
    /// @param clients the function's own: made before the snapshot, though without a connection
    static Priming of(Clients clients) {
        Priming priming = new Priming(clients);
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
            Tls.prepare();
            clients.prepare();
            play();
        } catch (Exception | LinkageError failure) {
            problem = Optional.of(failure);
        } finally {
            System.setOut(out);
        }
        problem.ifPresent(failure -> LOG.warn("The snapshot could not be primed: first events will be slow", failure));
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}

    /// @return the answers, one an event
    static List<byte[]> play() {
        MemoryAws aws = new MemoryAws();
        Clients inMemory = new Clients(
                REGION, aws, StaticCredentialsProvider.create(AwsBasicCredentials.create("PRIMING", "PRIMING")));
        PrimingTime time = new PrimingTime();
        Wiring wiring = new Wiring(environment(), inMemory, time);
        Instant deadline = time.now().plus(Duration.ofMinutes(5));
        return List.of(
                answer(wiring, PrimingAnswers.STOPPED, deadline),
                answer(wiring, PrimingAnswers.SWEEP, deadline),
                answer(wiring, PrimingAnswers.COMPOSITE_ALARM, deadline));
    }

    /// As [FailoverFunction] does, but for Powertools' frame around it, which would count this as the cold start.
    private static byte[] answer(Wiring wiring, String event, Instant deadline) {
        var all = wiring.dispatch()
                .handle(wiring.signals().read(event.getBytes(StandardCharsets.UTF_8)), "priming", deadline);
        Telemetry.tell(all);
        return Answer.of(all.reports(), all.dropped(), all.failures());
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
                Optional.of(new Limit(10, Duration.ofHours(1))),
                Duration.ofDays(90));
    }
}
