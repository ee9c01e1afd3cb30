package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// CloudFormation's intrinsic functions, as far as the template uses them; any other is an error.
final class Intrinsics {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final JsonNode template;
    private final Map<String, String> names;

    /// @param names what a `Ref` gives, where that is not the parameter's default or the resource's logical id
    Intrinsics(JsonNode template, Map<String, String> names) {
        this.template = template;
        this.names = names;
    }

    /// The value with every function in it resolved; missing for `AWS::NoValue`.
    JsonNode resolve(JsonNode value) {
        if (value.isObject() && value.size() == 1) {
            var only = value.properties().iterator().next();
            if (only.getKey().equals("Ref")
                    || only.getKey().equals("Condition")
                    || only.getKey().startsWith("Fn::")) {
                return call(only.getKey(), only.getValue());
            }
        }
        if (value.isObject()) {
            var resolved = JSON.objectNode();
            value.properties().forEach(field -> {
                var inner = resolve(field.getValue());
                if (!inner.isMissingNode()) {
                    resolved.set(field.getKey(), inner);
                }
            });
            return resolved;
        }
        if (value.isArray()) {
            var resolved = JSON.arrayNode();
            value.forEach(item -> {
                var inner = resolve(item);
                if (!inner.isMissingNode()) {
                    resolved.add(inner);
                }
            });
            return resolved;
        }
        return value;
    }

    private JsonNode call(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> reference(argument.asText());
            case "Condition" -> resolve(template.path("Conditions").path(argument.asText()));
            case "Fn::If" -> resolve(argument.get(condition(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Equals" ->
                BooleanNode.valueOf(resolve(argument.get(0))
                        .asText()
                        .equals(resolve(argument.get(1)).asText()));
            case "Fn::Not" -> BooleanNode.valueOf(!resolve(argument.get(0)).asBoolean());
            case "Fn::And" ->
                BooleanNode.valueOf(StreamSupport.stream(argument.spliterator(), false)
                        .allMatch(term -> resolve(term).asBoolean()));
            case "Fn::Or" ->
                BooleanNode.valueOf(StreamSupport.stream(argument.spliterator(), false)
                        .anyMatch(term -> resolve(term).asBoolean()));
            case "Fn::Select" ->
                resolve(argument.get(1)).get(resolve(argument.get(0)).asInt());
            case "Fn::Split" -> split(argument);
            case "Fn::Join" ->
                TextNode.valueOf(StreamSupport.stream(resolve(argument.get(1)).spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(argument.get(0).asText())));
            case "Fn::GetAtt" ->
                TextNode.valueOf(
                        argument.get(0).asText() + "." + argument.get(1).asText());
            case "Fn::Sub" -> substitute(argument);
            default -> throw new IllegalArgumentException(function + " is not known here");
        };
    }

    private boolean condition(String name) {
        return resolve(template.path("Conditions").path(name)).asBoolean();
    }

    private JsonNode reference(String name) {
        var parameter = template.path("Parameters").path(name);
        var given = names.get(name);
        JsonNode value = given != null ? TextNode.valueOf(given) : parameter.path("Default");
        if (value.isMissingNode()) {
            return pseudo(name);
        }
        if (!parameter.path("Type").asText().equals("CommaDelimitedList")) {
            return value;
        }
        var list = JSON.arrayNode();
        for (var one : value.asText().split(",", -1)) {
            list.add(one);
        }
        return list;
    }

    private static JsonNode pseudo(String name) {
        return switch (name) {
            case "AWS::NoValue" -> MissingNode.getInstance();
            case "AWS::Partition" -> TextNode.valueOf("aws");
            case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
            case "AWS::StackName" -> TextNode.valueOf("eni-failover");
            case "AWS::StackId" ->
                TextNode.valueOf("arn:aws:cloudformation:eu-west-1:111122223333:stack/eni-failover/0a1b2c3d");
            case "AWS::AccountId" -> TextNode.valueOf("111122223333");
            default -> TextNode.valueOf(name);
        };
    }

    private JsonNode split(JsonNode argument) {
        var parts = JSON.arrayNode();
        for (var part : resolve(argument.get(1))
                .asText()
                .split(Pattern.quote(argument.get(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode substitute(JsonNode argument) {
        var text = argument.isArray() ? argument.get(0).asText() : argument.asText();
        var own = argument.isArray() ? argument.get(1) : JSON.objectNode();
        return TextNode.valueOf(VARIABLE.matcher(text).replaceAll(match -> {
            var name = match.group(1);
            var value = own.has(name) ? resolve(own.get(name)) : reference(name);
            return Matcher.quoteReplacement(value.asText());
        }));
    }
}
