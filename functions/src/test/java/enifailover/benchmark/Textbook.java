package enifailover.benchmark;

import enifailover.rehearsal.Cast;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/// The sequence that tutorials show: detach, let the SDK's waiter wait, attach, then send the command and look once a
/// second how it goes. It judges no instance, remembers nothing and verifies nothing.
final class Textbook implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);

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
    Duration move(Cast cast, Map<String, List<String>> parameters) throws InterruptedException {
        var began = System.nanoTime();
        var eni = cast.enis().getFirst();
        var target = cast.standby();
        var attachment = ec2.describeNetworkInterfaces(request -> request.networkInterfaceIds(eni))
                .networkInterfaces()
                .getFirst()
                .attachment();
        ec2.detachNetworkInterface(request -> request.attachmentId(attachment.attachmentId()));
        try (var waiter = ec2.waiter()) {
            waiter.waitUntilNetworkInterfaceAvailable(request -> request.networkInterfaceIds(eni));
        }
        ec2.attachNetworkInterface(
                request -> request.networkInterfaceId(eni).instanceId(target).deviceIndex(cast.index(eni)));
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
        return Duration.ofNanos(System.nanoTime() - began);
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
