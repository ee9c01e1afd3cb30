package enifailover.testkit.region.ssm;

import enifailover.testkit.region.call.Attempt.Kind;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.call.Gate;
import enifailover.testkit.region.ssm.Agents.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Systems Manager's API as Java methods, for one caller.
public final class Ssm {
    private static final String SSM = "ssm";

    /// A command's state on one instance.
    ///
    /// @param commandId which command
    /// @param instanceId where
    /// @param document the document's name
    /// @param status SSM's `Status`
    /// @param details SSM's `StatusDetails`
    /// @param responseCode the script's exit code, -1 before it ended
    /// @param output standard output, 24,000 characters at most
    /// @param error standard error
    /// @param requested when it was sent
    public record Result(
            String commandId,
            String instanceId,
            String document,
            String status,
            String details,
            int responseCode,
            String output,
            String error,
            Instant requested) {}

    /// What DescribeInstanceInformation says of an agent.
    ///
    /// @param instanceId where it runs
    /// @param online its ping status
    /// @param lastPing when it was last heard of
    /// @param version its version
    /// @param latest whether that is the newest
    /// @param platform `Linux` or `Windows`
    public record Information(
            String instanceId, boolean online, Instant lastPing, String version, boolean latest, String platform) {}

    /// What DescribeDocument says besides the document.
    ///
    /// @param version which one this is
    /// @param standard the default version
    /// @param newest the newest version
    public record Described(Document document, int version, int standard, int newest) {}

    private final Fleet fleet;
    private final Gate gate;
    private final Caller caller;

    /// @param fleet the agents, documents and commands
    /// @param caller who calls
    public Ssm(Fleet fleet, Caller caller) {
        this.fleet = fleet;
        this.gate = fleet.gate;
        this.caller = caller;
    }

    /// SendCommand to one instance.
    ///
    /// @return the command's id
    public String send(
            String instanceId, String document, Map<String, List<String>> parameters, Duration deliverWithin) {
        return send(instanceId, document, "", parameters, deliverWithin);
    }

    /// SendCommand of a version of the document.
    ///
    /// @param version as Systems Manager takes it; empty for the default one
    public String send(
            String instanceId,
            String document,
            String version,
            Map<String, List<String>> parameters,
            Duration deliverWithin) {
        return write("SendCommand", instanceId + " " + document + " " + parameters, () -> {
            Document known = fleet.document(document, version);
            Agent agent = fleet.agents.of(instanceId);
            if (agent == null || (!agent.online && !agent.disabled)) { // D: stopped, unknown or unmanaged
                throw AwsError.refused(
                        "InvalidInstanceId",
                        "Instances [[" + instanceId + "]] not in a valid state for account 000000000000");
            }
            if (fleet.platform(instanceId).equals("Windows")) { // D; every document here is for Linux
                throw AwsError.refused(
                        "UnsupportedPlatformType",
                        "The document does not support the platform type of the given instance ID(s)");
            }
            if (deliverWithin.toSeconds() < 30) { // D
                throw AwsError.refused(
                        "ValidationException",
                        "Value '" + deliverWithin.toSeconds() + "' at 'timeoutSeconds' failed to satisfy constraint:"
                                + " Member must have value greater than or equal to 30");
            }
            known.check(parameters);
            Invocation invocation = new Invocation(
                    fleet.nextCommandId(), instanceId, known, Map.copyOf(parameters), fleet.now(), deliverWithin);
            fleet.commands.send(invocation);
            return invocation.commandId;
        });
    }

    /// GetCommandInvocation.
    public Result invocation(String commandId, String instanceId) {
        return read("GetCommandInvocation", commandId, () -> {
            Invocation invocation = fleet.commands.get(commandId);
            Instant visible = fleet.now().minus(gate.latencies().commandVisible());
            // D: for about a second after SendCommand
            if (invocation == null
                    || !invocation.instanceId.equals(instanceId)
                    || invocation.requested.isAfter(visible)) {
                throw AwsError.refused("InvocationDoesNotExist", "");
            }
            return result(invocation);
        });
    }

    /// ListCommandInvocations; a null criterion is none.
    public List<Result> invocations(@Nullable String commandId, @Nullable String instanceId) {
        return read("ListCommandInvocations", String.valueOf(commandId), () -> fleet.commands.all().stream()
                .filter(one -> commandId == null || one.commandId.equals(commandId))
                .filter(one -> instanceId == null || one.instanceId.equals(instanceId))
                .map(Ssm::result)
                .toList());
    }

    /// CancelCommand. D: it is no guarantee.
    ///
    /// @param instanceIds where; empty for all
    public void cancel(String commandId, List<String> instanceIds) {
        var _ = write("CancelCommand", commandId, () -> {
            Invocation invocation = fleet.commands.get(commandId);
            if (invocation == null) {
                throw AwsError.refused("InvalidCommandId", "");
            }
            if (fleet.agents.of(invocation.instanceId) == null
                    || !(instanceIds.isEmpty() || instanceIds.contains(invocation.instanceId))) { // D
                throw AwsError.refused("InvalidInstanceId", "");
            }
            fleet.commands.cancel(invocation);
            return true;
        });
    }

    /// DescribeInstanceInformation.
    ///
    /// @param instanceIds these instances, or empty for all
    public List<Information> information(List<String> instanceIds) {
        return read("DescribeInstanceInformation", instanceIds.toString(), () -> fleet.agents.all().stream()
                .filter(agent -> instanceIds.isEmpty() || instanceIds.contains(agent.instanceId))
                .map(agent -> new Information(
                        agent.instanceId,
                        agent.online,
                        fleet.agents.lastPing(agent),
                        agent.version,
                        agent.version.equals(Agents.LATEST_VERSION),
                        fleet.platform(agent.instanceId)))
                .toList());
    }

    /// GetParameter; null where there is none.
    public @Nullable String parameter(String name) {
        return read("GetParameter", name, () -> fleet.parameters.get(name));
    }

    /// GetDocument and DescribeDocument.
    ///
    /// @param version as Systems Manager takes it; empty for the default one
    public Described document(String action, String name, String version) {
        return read(
                action,
                name,
                () -> new Described(
                        fleet.document(name, version),
                        fleet.version(name, version),
                        fleet.version(name, ""),
                        fleet.version(name, "$LATEST")));
    }

    private static Result result(Invocation one) {
        return new Result(
                one.commandId,
                one.instanceId,
                one.document.name(),
                one.status.word,
                one.status.details,
                one.responseCode,
                one.output,
                one.error,
                one.requested);
    }

    private <T extends @Nullable Object> T read(String action, String subject, Supplier<T> rule) {
        return gate.read(caller, SSM, action, Kind.READ, subject, _ -> rule.get());
    }

    private <T> T write(String action, String subject, Supplier<T> rule) {
        return gate.write(caller, SSM, action, subject, rule);
    }
}
