package enifailover.aws.ssm;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.aws.client.SdkValues;
import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/// Runs the stack's own document, on one instance a command: Systems Manager refuses a command as a whole when one of
/// its instances is stopped or unknown.
public final class SsmCommandRunner implements CommandRunner {
    /// Systems Manager takes no shorter time to deliver.
    private static final Duration SHORTEST_DELIVERY = Duration.ofSeconds(30);

    /// Source: SSM API, GetCommandInvocation. A word that is not here is waited upon, under the caller's deadline.
    private static final Set<String> OVER =
            Set.of("Success", "Failed", "TimedOut", "Cancelled", "Undeliverable", "Terminated");

    /// Source: SSM API, SendCommand, DocumentVersion.
    public static final String NEWEST = "$LATEST";

    private final Clients clients;
    private final String document;

    /// @param document the name of the document
    public SsmCommandRunner(Clients clients, String document) {
        this.clients = clients;
        this.document = document;
    }

    /// `ssm:SendCommand`, of the newest version of the document: an update of a stack makes a new version and does not
    /// always make it the default one (aws-cloudformation/cloudformation-coverage-roadmap#2539).
    @Override
    public String send(InstanceId instance, Command command, Duration deliverWithin) {
        Duration delivery = deliverWithin.compareTo(SHORTEST_DELIVERY) < 0 ? SHORTEST_DELIVERY : deliverWithin;
        SendCommandRequest request = SendCommandRequest.builder()
                .documentName(document)
                .documentVersion(NEWEST)
                .instanceIds(instance.value())
                .timeoutSeconds(Math.toIntExact(delivery.toSeconds()))
                .parameters(Map.of(
                        "Verb", List.of(command.verb()),
                        "Interfaces", List.of(command.interfaces()),
                        "Options", List.of(command.options())))
                .comment("ENI Failover: " + command.verb())
                .build();
        return ask(ApiAction.SEND_COMMAND, () -> clients.ssmOnce().sendCommand(request))
                .command()
                .commandId();
    }

    /// `ssm:CancelCommand`. It may be asked for twice.
    @Override
    public void cancel(InstanceId instance, String commandId) {
        ask(ApiAction.CANCEL_COMMAND, () -> clients.ssm()
                .cancelCommand(request -> request.commandId(commandId).instanceIds(instance.value())));
    }

    /// `ssm:GetCommandInvocation`. For about a second after the sending it does not know the command yet.
    @Override
    public Optional<Ended> result(InstanceId instance, String commandId) {
        GetCommandInvocationResponse answer;
        try {
            answer = ask(ApiAction.GET_COMMAND_INVOCATION, () -> clients.ssm()
                    .getCommandInvocation(
                            request -> request.commandId(commandId).instanceId(instance.value())));
        } catch (AwsCallException awsCallException) {
            if (awsCallException.code().startsWith("InvocationDoesNotExist")) {
                return Optional.empty();
            }
            throw awsCallException;
        }
        String status = SdkValues.text(answer.statusAsString());
        if (!OVER.contains(status)) {
            return Optional.empty();
        }
        // `TimedOut` alone does not tell a command that never reached the guest from one that ran too long.
        String details = SdkValues.text(answer.statusDetails());
        return Optional.of(new Ended(
                details.isEmpty() ? status : details.replace(" ", ""),
                answer.responseCode() == null ? -1 : answer.responseCode(),
                SdkValues.text(answer.standardOutputContent()),
                SdkValues.text(answer.standardErrorContent())));
    }
}
