package enifailover.harness.benchmark;

import enifailover.harness.rehearsal.Cast;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttachmentStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/// The sequences that tutorials show. Each detaches, waits in its own way, attaches, then sends the command and looks
/// once a second how it goes. They judge no instance, remember nothing and verify nothing.
final class Textbook implements AutoCloseable {

    /// How a tutorial waits for the ENI to be free.
    enum Way {
        WAITER("textbook: the SDK's waiter"),
        EACH_SECOND("textbook: a look each second"),
        FORCE_AND_SLEEP("textbook: force, sleep 5 s");

        final String message;

        Way(String message) {
            this.message = message;
        }
    }

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SLEEP = Duration.ofSeconds(5);

    private final Ec2Client ec2;
    private final SsmClient ssm;
    private final String document;

    /// @param endpoint where AWS is
    /// @param document the routing document's name
    Textbook(URI endpoint, String region, String document) {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("TEXTBOOK", "rehearsal"));
        this.ec2 = Ec2Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        this.ssm = SsmClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        this.document = document;
    }

    /// Moves the only ENI of a group to the standby.
    ///
    /// @param parameters of the routing document
    /// @return how long it took
    Duration move(Way way, Cast cast, Map<String, List<String>> parameters) throws InterruptedException {
        var began = System.nanoTime();
        var eni = cast.enis().getFirst();
        detach(eni, way == Way.FORCE_AND_SLEEP);
        switch (way) {
            case WAITER -> {
                try (var waiter = ec2.waiter()) {
                    waiter.waitUntilNetworkInterfaceAvailable(request -> request.networkInterfaceIds(eni));
                }
            }
            case EACH_SECOND -> {
                while (see(eni).status() != NetworkInterfaceStatus.AVAILABLE) {
                    Thread.sleep(LOOK);
                }
            }
            case FORCE_AND_SLEEP -> Thread.sleep(SLEEP);
        }
        attach(cast, eni);
        if (way == Way.EACH_SECOND) {
            while (see(eni).attachment().status() != AttachmentStatus.ATTACHED) {
                Thread.sleep(LOOK);
            }
        }
        route(cast.standby(), parameters);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// The floor, played: what it needs to be told to EC2, and no look at when a change is over, which is known here.
    ///
    /// @return how long it took, so that what the machine itself adds can be told
    Duration floor(Cast cast, Duration detach, Duration attach) throws InterruptedException {
        var began = System.nanoTime();
        var eni = cast.enis().getFirst();
        detach(eni, false);
        Thread.sleep(detach);
        attach(cast, eni);
        Thread.sleep(attach);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private NetworkInterface see(String eni) {
        return ec2.describeNetworkInterfaces(request -> request.networkInterfaceIds(eni))
                .networkInterfaces()
                .getFirst();
    }

    private void detach(String eni, boolean force) {
        var attachment = see(eni).attachment().attachmentId();
        ec2.detachNetworkInterface(request -> request.attachmentId(attachment).force(force));
    }

    private void attach(Cast cast, String eni) {
        ec2.attachNetworkInterface(request ->
                request.networkInterfaceId(eni).instanceId(cast.standby()).deviceIndex(cast.index(eni)));
    }

    private void route(String target, Map<String, List<String>> parameters) throws InterruptedException {
        var command = ssm.sendCommand(request ->
                        request.documentName(document).instanceIds(target).parameters(parameters))
                .command()
                .commandId();
        var status = CommandInvocationStatus.PENDING;
        while (status == CommandInvocationStatus.PENDING
                || status == CommandInvocationStatus.IN_PROGRESS
                || status == CommandInvocationStatus.DELAYED) {
            Thread.sleep(LOOK);
            status = status(command, target);
        }
        if (status != CommandInvocationStatus.SUCCESS) {
            throw new IllegalStateException("the textbook's command ended as " + status);
        }
    }

    private CommandInvocationStatus status(String command, String target) {
        try {
            return ssm.getCommandInvocation(
                            request -> request.commandId(command).instanceId(target))
                    .status();
        } catch (InvocationDoesNotExistException notYet) {
            return CommandInvocationStatus.PENDING;
        }
    }

    @Override
    public void close() {
        ec2.close();
        ssm.close();
    }
}
