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

/// Systems Manager would take the group's routing commands, as a plan would send them: the document and what is said
/// to it at run time share 64 KB (SSM API, CreateDocument, Content). One that is longer is refused when the ENIs are on
/// their way already.
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
                        "Systems Manager would refuse the command, and the ENIs would come to a standby that does not route"
                                + " for them",
                        "deploy this release's document; where a single ENI is too long, replace its addresses by"
                                + " prefixes (EC2, prefix delegation)"))
                .toList();
    }

    private static Optional<String> tooLong(RoutingDocument document, List<String> commands) {
        int parameters = commands.stream()
                .mapToInt(interfaces -> interfaces.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        if (parameters > document.longestInterfaces()) {
            return Optional.of("the routing command names " + parameters
                    + " characters of interfaces, the document takes " + document.longestInterfaces());
        }
        int whole = document.bytes() + parameters + OTHER_PARAMETERS;
        return whole > MOST_BYTES
                ? Optional.of("document and parameters of the routing command have " + whole + " bytes, " + MOST_BYTES
                        + " at most are taken")
                : Optional.empty();
    }
}
