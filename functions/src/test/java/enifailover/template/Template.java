package enifailover.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// `template.yaml` as data. Short tags become their long form: `!Ref A` is a map of `Ref` to `A`; local files that it
/// includes stand in it.
record Template(Map<String, Object> root) {
    private static final String IF = "Fn::If";
    private static final Path TEMPLATE = Path.of("template.yaml");

    static Template read() {
        try {
            return parse(Files.readString(TEMPLATE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Template parse(String text) {
        return new Template(map(Includes.resolve(new Yaml(new Intrinsics()).load(text), TEMPLATE)));
    }

    Map<String, Object> parameters() {
        return section("Parameters");
    }

    Map<String, Object> conditions() {
        return section("Conditions");
    }

    Map<String, Object> resources() {
        return section("Resources");
    }

    Map<String, Object> section(String name) {
        return map(at(root, name));
    }

    Map<String, Object> properties(String logicalId) {
        return map(at(resources(), logicalId, "Properties"));
    }

    /// The resources of a type by their logical ids.
    Map<String, Map<String, Object>> ofType(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        resources().forEach((id, resource) -> {
            if (type.equals(map(resource).get("Type"))) {
                found.put(id, map(resource));
            }
        });
        return found;
    }

    /// The rules that SAM makes of the functions' events: it joins the two logical ids (SAM developer guide, "Generated
    /// CloudFormation resources").
    Set<String> rulesOfEvents() {
        Set<String> rules = new TreeSet<>();
        ofType("AWS::Serverless::Function")
                .forEach((function, resource) -> map(at(resource, "Properties")).entrySet().stream()
                        .filter(property -> property.getKey().equals("Events"))
                        .forEach(events ->
                                map(events.getValue()).keySet().forEach(event -> rules.add(function + event))));
        return rules;
    }

    /// Follows keys and, for lists, numbers.
    static Object at(Object node, Object... path) {
        Object here = node;
        for (Object step : path) {
            Object next = step instanceof Integer index
                    ? list(here).get(index)
                    : map(here).get((String) step);
            here = Optional.ofNullable(next)
                    .orElseThrow(() -> new IllegalStateException("nothing at " + step + " of " + List.of(path)));
        }
        return here;
    }

    @SuppressWarnings("unchecked") // what a template must look like, or the test fails here
    static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked") // the same
    static List<Object> list(Object node) {
        return (List<Object>) node;
    }

    /// Where a policy or a pattern allows one value or a list of them.
    static List<String> strings(Object node) {
        return node instanceof List<?> many
                ? many.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(node));
    }

    /// The names of everything that a node refers to: parameters, conditions, resources.
    static List<String> references(Object node) {
        List<String> found = new ArrayList<>();
        collect(node, found);
        return found;
    }

    private static void collect(Object node, List<String> found) {
        switch (node) {
            case Map<?, ?> map -> map.forEach((key, value) -> reference(String.valueOf(key), value, found));
            case List<?> many -> many.forEach(each -> collect(each, found));
            default -> {}
        }
    }

    private static void reference(String key, Object value, List<String> found) {
        switch (key) {
            case "Ref" -> found.add((String) value);
            case "Fn::GetAtt" -> found.add(strings(value).getFirst());
            case "Fn::Sub" -> {
                String text = value instanceof List<?> parts ? (String) parts.getFirst() : (String) value;
                found.addAll(Substitution.names(text));
                if (value instanceof List<?> parts) {
                    found.removeAll(map(parts.get(1)).keySet()); // variables of its own
                }
                collect(value, found);
            }
            case IF -> {
                found.add((String) list(value).getFirst());
                collect(value, found);
            }
            case "Condition" -> {
                if (value instanceof String name) {
                    found.add(name);
                } else {
                    collect(value, found);
                }
            }
            default -> collect(value, found);
        }
    }

    /// The text within `${...}`.
    static final class Substitution {
        private static final java.util.regex.Pattern HOLE = java.util.regex.Pattern.compile("\\$\\{([^}!]+)}");

        private Substitution() {}

        static List<String> names(String text) {
            return HOLE.matcher(text).results().map(hole -> hole.group(1)).collect(Collectors.toList());
        }

        static String fill(String text, java.util.function.UnaryOperator<String> value) {
            return HOLE.matcher(text)
                    .replaceAll(hole -> java.util.regex.Matcher.quoteReplacement(value.apply(hole.group(1))));
        }
    }

    private static final class Intrinsics extends SafeConstructor {
        Intrinsics() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return longForm(node);
                }
            });
        }

        private Object longForm(Node node) {
            String name = node.getTag().getValue().substring(1);
            String key = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
            Object value =
                    switch (node) {
                        case ScalarNode scalar -> constructScalar(scalar);
                        case SequenceNode sequence -> constructSequence(sequence);
                        case MappingNode mapping -> constructMapping(mapping);
                        default -> throw new IllegalStateException("a node of no known kind: " + node);
                    };
            if (name.equals("GetAtt") && value instanceof String dotted) {
                int dot = dotted.indexOf('.');
                value = List.of(dotted.substring(0, dot), dotted.substring(dot + 1));
            }
            return Map.of(key, value);
        }
    }
}
