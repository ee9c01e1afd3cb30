package enifailover.readiness.guest;

import enifailover.model.audit.RoutingDocument;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.plan.RoutingParameters;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Systems Manager accepts the group's routing commands: the document and its parameters share 64 KB (SSM API,
/// CreateDocument, Content). A longer command would be refused after the detach.
public final class CommandLength implements Check {
    public static final int MOST_BYTES = 64 * 1024;

    /// The verb and the longest options that a failover sends, with the names of the parameters.
    public static final int OTHER_PARAMETERS = 100;

    @Override
    public List<Finding> look(CheckContext checkContext) {
        if (!checkContext.group().policy().routedBySsm()) {
            return List.of();
        }
        return checkContext.auditSnapshot().document().value().stream()
                .flatMap(
                        document -> tooLong(
                                document,
                                RoutingParameters.commands(checkContext.group().enis()))
                                .stream())
                .map(symptom -> new Finding(
                        "command-length",
                        Severity.BLOCKER,
                        checkContext.group().name().value(),
                        symptom,
                        "Systems Manager would refuse the command, and the standby would get the ENIs without their"
                                + " routing",
                        "deploy the template of this release; if a single ENI is too long, replace its addresses by"
                                + " prefixes (EC2, prefix delegation)"))
                .toList();
    }

    private static Optional<String> tooLong(RoutingDocument document, List<String> commands) {
        int parameters = commands.stream()
                .mapToInt(interfaces -> interfaces.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        if (parameters > document.longestInterfaces()) {
            return Optional.of("the parameter Interfaces of the routing command has " + parameters
                    + " characters; the document allows " + document.longestInterfaces());
        }
        int whole = document.bytes() + parameters + OTHER_PARAMETERS;
        return whole > MOST_BYTES
                ? Optional.of("the routing command has " + whole + " bytes with its document; Systems Manager allows "
                        + MOST_BYTES)
                : Optional.empty();
    }
}
