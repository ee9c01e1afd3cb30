package enifailover.template;

import static enifailover.template.Template.list;
import static enifailover.template.Template.map;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What CloudFormation would make of the template, given these parameters: every intrinsic function worked out, with
/// made-up physical names that are the logical ids.
final class Deployed {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    private static final Object NO_VALUE = new Object();
    private static final Map<String, String> PSEUDO = Map.of(
            "AWS::AccountId",
            ACCOUNT,
            "AWS::Region",
            REGION,
            "AWS::Partition",
            "aws",
            "AWS::URLSuffix",
            "amazonaws.com",
            "AWS::StackName",
            "a-stack",
            "AWS::StackId",
            "arn:aws:cloudformation:" + REGION + ":" + ACCOUNT + ":stack/a-stack/0a1b2c3d");

    private final Template template;
    private final Map<String, String> parameters = new HashMap<>();

    private final UnaryOperator<String> names;

    private Deployed(Template template, Map<String, String> given, UnaryOperator<String> names) {
        this.template = template;
        this.names = names;
        template.parameters().forEach((name, parameter) -> {
            Object value = given.containsKey(name)
                    ? Objects.requireNonNull(given.get(name))
                    : map(parameter).get("Default");
            if (value == null) {
                throw new IllegalArgumentException("no value for " + name);
            }
            parameters.put(name, value.toString());
        });
    }

    static Deployed withDefaults() {
        return with(Map.of());
    }

    /// Another template than the project's, for tests of tests.
    static Deployed of(Template template) {
        return new Deployed(template, Map.of(), name -> name);
    }

    static Deployed with(Map<String, String> parameters) {
        return new Deployed(Template.read(), parameters, name -> name);
    }

    /// @param names the physical name of a logical id, where that is not the id itself
    static Deployed named(UnaryOperator<String> names) {
        return new Deployed(Template.read(), Map.of(), names);
    }

    Template template() {
        return template;
    }

    /// The properties of a resource, worked out.
    Map<String, Object> properties(String logicalId) {
        return map(workedOut(template.properties(logicalId)));
    }

    /// Whether the resource is made at all.
    boolean makes(String logicalId) {
        Object condition = map(Template.at(template.resources(), logicalId)).get("Condition");
        return condition == null || holds((String) condition);
    }

    /// A node with nothing left to work out.
    Object workedOut(Object node) {
        return switch (node) {
            case Map<?, ?> map -> isIntrinsic(map) ? intrinsic(map(node)) : eachWorkedOut(map(node));
            case List<?> many ->
                many.stream()
                        .map(this::workedOut)
                        .filter(each -> each != NO_VALUE)
                        .toList();
            default -> node;
        };
    }

    private Map<String, Object> eachWorkedOut(Map<String, Object> map) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            Object worked = workedOut(value);
            if (worked != NO_VALUE) {
                result.put(key, worked);
            }
        });
        return result;
    }

    private static String firstKey(Map<?, ?> map) {
        return String.valueOf(map.keySet().iterator().next());
    }

    private static boolean isIntrinsic(Map<?, ?> map) {
        return map.size() == 1 && (firstKey(map).equals("Ref") || firstKey(map).startsWith("Fn::"));
    }

    private Object intrinsic(Map<String, Object> node) {
        String function = firstKey(node);
        Object argument = Template.at(node, function);
        return switch (function) {
            case "Ref" -> reference((String) argument);
            case "Fn::GetAtt" -> attribute(Template.strings(argument));
            case "Fn::Sub" -> substitute(argument);
            case "Fn::If" ->
                workedOut(list(argument).get(holds((String) list(argument).get(0)) ? 1 : 2));
            case "Fn::Select" ->
                list(workedOut(list(argument).get(1)))
                        .get(Integer.parseInt(list(argument).get(0).toString()));
            case "Fn::Join" ->
                list(workedOut(list(argument).get(1))).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining((String) list(argument).get(0)));
            case "Fn::Split" ->
                List.of(workedOut(list(argument).get(1))
                        .toString()
                        .split((String) list(argument).get(0), -1));
            default -> throw new IllegalStateException("not known here: " + function);
        };
    }

    private Object substitute(Object argument) {
        if (argument instanceof String text) {
            return Template.Substitution.fill(text, name -> text(name, Map.of()));
        }
        Map<String, Object> values = map(workedOut(list(argument).get(1)));
        return Template.Substitution.fill((String) list(argument).get(0), name -> text(name, values));
    }

    private String text(String name, Map<String, Object> values) {
        Object own = values.get(name);
        if (own != null) {
            return own.toString();
        }
        int dot = name.indexOf('.');
        return dot < 0
                ? reference(name).toString()
                : attribute(List.of(name.substring(0, dot), name.substring(dot + 1)));
    }

    private Object reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        // What SAM makes of a function is referred to by a name of two parts.
        int dot = name.indexOf('.');
        if (dot > 0) {
            return attribute(List.of(name.substring(0, dot), name.substring(dot + 1)));
        }
        if (template.parameters().get(name) instanceof Map<?, ?> parameter
                && "CommaDelimitedList".equals(parameter.get("Type"))) {
            return List.of(Objects.requireNonNull(parameters.get(name)).split(",", -1));
        }
        Optional<String> known =
                Optional.ofNullable(PSEUDO.get(name)).or(() -> Optional.ofNullable(parameters.get(name)));
        return known.orElseGet(() -> switch (type(name)) {
            case "AWS::SNS::Topic" -> "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":" + name;
            case "AWS::Lambda::Alias" ->
                "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:"
                        + properties(name).get("FunctionName") + ":"
                        + properties(name).get("Name");
            case "AWS::Logs::LogGroup" ->
                Template.at(properties(name), "LogGroupName").toString();
            default -> names.apply(name);
        });
    }

    private String attribute(List<String> path) {
        String name = path.getFirst();
        String attribute = path.getLast();
        String here = REGION + ":" + ACCOUNT + ":";
        return switch (type(name) + " " + attribute) {
            case "AWS::DynamoDB::Table Arn" -> "arn:aws:dynamodb:" + here + "table/" + name;
            case "AWS::SQS::Queue Arn" -> "arn:aws:sqs:" + here + name;
            case "AWS::SQS::Queue QueueName" -> name;
            case "AWS::Serverless::Function Version.Version" -> "1";
            case "AWS::Events::Rule Arn" -> "arn:aws:events:" + here + "rule/" + reference(name);
            case "AWS::CloudWatch::Alarm Arn" -> "arn:aws:cloudwatch:" + here + "alarm:" + name;
            case "AWS::Serverless::Function Alias" -> "arn:aws:lambda:" + here + "function:" + name + ":live";
            case "AWS::IAM::Role Arn" -> "arn:aws:iam::" + ACCOUNT + ":role/" + name;
            case "AWS::Logs::LogGroup Arn" -> "arn:aws:logs:" + here + "log-group:" + reference(name) + ":*";
            default -> throw new IllegalStateException("not known here: " + path + " of " + type(name));
        };
    }

    private String type(String logicalId) {
        if (template.rulesOfEvents().contains(logicalId)) {
            return "AWS::Events::Rule";
        }
        Object resource = template.resources().get(logicalId);
        if (resource == null) {
            throw new IllegalStateException("neither parameter nor resource: " + logicalId);
        }
        return (String) Template.at(resource, "Type");
    }

    private boolean holds(String condition) {
        return decide(Template.at(template.conditions(), condition));
    }

    private boolean decide(Object node) {
        String function = firstKey(map(node));
        Object argument = Template.at(node, function);
        return switch (function) {
            case "Condition" -> holds((String) argument);
            case "Fn::Equals" ->
                workedOut(list(argument).get(0))
                        .toString()
                        .equals(workedOut(list(argument).get(1)).toString());
            case "Fn::Not" -> !decide(list(argument).get(0));
            case "Fn::And" -> list(argument).stream().allMatch(this::decide);
            case "Fn::Or" -> list(argument).stream().anyMatch(this::decide);
            default -> throw new IllegalStateException("not known here: " + function);
        };
    }
}
