package enifailover.harness.rehearsal;

import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.ssm.Document.Parameter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The template's SSM document, as Systems Manager would check what it is given.
public final class Documents {

    private static final String LOGICAL_ID = "RoutingDocument";

    private Documents() {}

    /// Its name: in the rehearsal, its logical id.
    static final String ROUTING = LOGICAL_ID;

    /// As the Region is to have it.
    public static Document routing(Template template) {
        var content = template.property(LOGICAL_ID, "Content");
        Map<String, Parameter> parameters = new HashMap<>();
        content.path("parameters").properties().forEach(parameter -> {
            var fallback = parameter.getValue().get("default");
            var pattern = parameter.getValue().path("allowedPattern").asText(".*");
            parameters.put(
                    parameter.getKey(),
                    new Parameter(
                            Pattern.compile(pattern),
                            fallback == null ? null : fallback.asText(),
                            parameter.getValue().has("maxChars")
                                    ? parameter.getValue().path("maxChars").asInt()
                                    : null));
        });
        var timeout = content.path("mainSteps")
                .path(0)
                .path("inputs")
                .path("timeoutSeconds")
                .asLong(3600);
        return new Document(ROUTING, parameters, Duration.ofSeconds(timeout), content.toString());
    }
}
