package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.harness.rehearsal.FunctionProcess.Deployed;
import enifailover.template.Includes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// `template.yaml` as CloudFormation deploys it with every parameter at its default.
public final class Template {

    private final JsonNode document;
    private final Intrinsics intrinsics;

    private Template(JsonNode document, Intrinsics intrinsics) {
        this.document = document;
        this.intrinsics = intrinsics;
    }

    /// @param names what a `Ref` of a resource, a parameter or a pseudo parameter gives, where that is not the default
    public static Template read(Path file, Map<String, String> names) throws IOException {
        Object plain = Includes.resolve(new Yaml(new ShortForms()).load(Files.readString(file)), file);
        JsonNode document = new ObjectMapper().valueToTree(plain);
        return new Template(document, new Intrinsics(document, names));
    }

    /// The functions' logical ids, in the order of the file.
    public List<String> functions() {
        return document.path("Resources").properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals("AWS::Serverless::Function"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// A property of a resource, resolved; missing where it has none.
    JsonNode property(String logicalId, String property) {
        var resource = document.path("Resources").path(logicalId);
        var own = resource.path("Properties").path(property);
        var global = resource.path("Type").asText().equals("AWS::Serverless::Function")
                ? document.path("Globals").path("Function").path(property)
                : own;
        if (own instanceof ObjectNode some && global instanceof ObjectNode all && !some.equals(all)) {
            own = merged(all, some);
        }
        return intrinsics.resolve(own.isMissingNode() ? global : own);
    }

    /// As SAM merges: maps key by key, the function's own values over the global ones.
    private static ObjectNode merged(ObjectNode global, ObjectNode own) {
        var merged = global.deepCopy();
        own.properties().forEach(field -> {
            var under = merged.get(field.getKey());
            merged.set(
                    field.getKey(),
                    under instanceof ObjectNode deeper && field.getValue() instanceof ObjectNode over
                            ? merged(deeper, over)
                            : field.getValue());
        });
        return merged;
    }

    /// A schedule, with what the function gets of it.
    public record Schedule(String name, String input) {}

    /// The schedule that wakes a function, where there is one.
    public Optional<Schedule> schedule(String function) {
        return property(function, "Events").properties().stream()
                .filter(event -> event.getValue().path("Type").asText().equals("Schedule"))
                .map(event -> new Schedule(
                        event.getKey(),
                        event.getValue().path("Properties").path("Input").asText()))
                .findFirst();
    }

    /// Whether Lambda takes a snapshot of a function.
    public boolean snapStart(String logicalId) {
        return property(logicalId, "SnapStart").path("ApplyOn").asText().equals("PublishedVersions");
    }

    /// A function as it is deployed, with what it needs of the SDK's variables besides its own.
    public Deployed function(String logicalId, Map<String, String> ofTheSdk) {
        var environment = new LinkedHashMap<>(ofTheSdk);
        property(logicalId, "Environment")
                .path("Variables")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        return new Deployed(
                "eni-failover-" + logicalId,
                property(logicalId, "Handler").asText(),
                property(logicalId, "MemorySize").asInt(128),
                Duration.ofSeconds(property(logicalId, "Timeout").asInt(3)),
                snapStart(logicalId),
                environment);
    }

    /// Reads CloudFormation's short forms as their long ones: `!Ref X` is `Ref: X`, `!Sub X` is `Fn::Sub: X`.
    private static final class ShortForms extends SafeConstructor {
        ShortForms() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    var name = node.getTag().getValue().substring(1);
                    var key = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
                    return Map.of(key, argument(key, node));
                }
            });
        }

        private Object argument(String key, Node node) {
            return switch (node) {
                case ScalarNode scalar ->
                    key.equals("Fn::GetAtt") ? List.of(scalar.getValue().split("\\.", 2)) : scalar.getValue();
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new IllegalArgumentException("not a YAML value: " + node);
            };
        }
    }
}
