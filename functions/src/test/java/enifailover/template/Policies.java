package enifailover.template;

import static enifailover.template.Template.at;
import static enifailover.template.Template.list;
import static enifailover.template.Template.map;
import static enifailover.template.Template.strings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a role may do, judged as IAM judges it, for the few elements of its language that the template uses. Whatever
/// it does not know, it refuses to judge.
record Policies(List<Map<String, Object>> statements) {
    private static final Set<String> KNOWN = Set.of("Sid", "Effect", "Action", "Resource", "Condition");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The condition keys that the template uses, besides those of tags.
    private static final Set<String> CONTEXT = Set.of(
            "kms:ViaService",
            "kms:GrantIsForAWSResource",
            "ec2:Vpc",
            "ec2:Subnet",
            "ec2:InstanceProfile",
            "ec2:Attribute/Description",
            "ec2:Attribute/SourceDestCheck",
            "cloudwatch:AlarmActions",
            "dynamodb:LeadingKeys",
            "dynamodb:Attributes",
            "events:source");

    /// Something a request is about. A request with several is allowed if each of them is.
    ///
    /// @param arn its name
    /// @param tags its tags, by key; and in parentheses other condition keys, of which commas part several values
    record Target(String arn, Map<String, String> tags) {

        /// The same with another condition key.
        Target with(String key, String values) {
            Map<String, String> all = new HashMap<>(tags);
            all.put("(" + key + ")", values);
            return new Target(arn, all);
        }
    }

    /// All that the role of a function has.
    static Policies of(Deployed deployed, String function) {
        return ofRole(
                deployed,
                strings(at(deployed.template().properties(function), "Role", "Fn::GetAtt"))
                        .getFirst());
    }

    /// All that a role has.
    static Policies ofRole(Deployed deployed, String role) {
        List<Map<String, Object>> found = new ArrayList<>();
        Map<String, Object> properties = deployed.properties(role);
        if (properties.containsKey("ManagedPolicyArns")) {
            throw new IllegalStateException("a policy from elsewhere cannot be judged: " + role);
        }
        list(at(properties, "Policies")).forEach(policy -> found.addAll(statementsOf(at(policy, "PolicyDocument"))));
        deployed.template().ofType("AWS::IAM::ManagedPolicy").keySet().stream()
                .filter(deployed::makes)
                .map(deployed::properties)
                .filter(policy ->
                        strings(policy.getOrDefault("Roles", List.of())).contains(role))
                .forEach(policy -> found.addAll(statementsOf(at(policy, "PolicyDocument"))));
        return new Policies(found);
    }

    /// All that a managed policy has.
    static Policies ofPolicy(Deployed deployed, String policy) {
        return new Policies(statementsOf(at(deployed.properties(policy), "PolicyDocument")));
    }

    private static List<Map<String, Object>> statementsOf(Object document) {
        Map<String, Object> policy = map(document instanceof String text ? parsed(text) : document);
        if (!"2012-10-17".equals(policy.get("Version"))) {
            throw new IllegalStateException("a policy of another version: " + policy);
        }
        List<Map<String, Object>> found =
                list(at(policy, "Statement")).stream().map(Template::map).toList();
        found.forEach(statement -> {
            if (!KNOWN.containsAll(statement.keySet()) || !"Allow".equals(statement.get("Effect"))) {
                throw new IllegalStateException("this statement cannot be judged here: " + statement);
            }
        });
        return found;
    }

    private static Object parsed(String json) {
        try {
            return JSON.readValue(json, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a policy that is no JSON: " + json, e);
        }
    }

    /// Every action that some statement allows on something.
    Set<String> actions() {
        return statements.stream()
                .flatMap(statement -> strings(at(statement, "Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The actions that are allowed on every resource there is.
    Set<String> actionsOnEverything() {
        return statements.stream()
                .filter(statement -> strings(at(statement, "Resource")).contains("*"))
                .flatMap(statement -> strings(at(statement, "Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Whether a request of this action about all of these is allowed.
    boolean allow(String action, Target... targets) {
        return Arrays.stream(targets)
                .allMatch(target -> statements.stream().anyMatch(statement -> allows(statement, action, target)));
    }

    private static boolean allows(Map<String, Object> statement, String action, Target target) {
        return strings(at(statement, "Action")).stream().anyMatch(action::equalsIgnoreCase)
                && strings(at(statement, "Resource")).stream().anyMatch(resource -> matches(resource, target.arn()))
                && conditionsHold(map(statement.getOrDefault("Condition", Map.of())), target);
    }

    private static boolean conditionsHold(Map<String, Object> conditions, Target target) {
        return conditions.entrySet().stream().allMatch(operator -> map(operator.getValue()).entrySet().stream()
                .allMatch(key -> holds(operator.getKey(), key.getKey(), strings(key.getValue()), target)));
    }

    private static boolean holds(String operator, String key, List<String> values, Target target) {
        Optional<List<String>> actual = value(key, target);
        return switch (operator) {
            case "Null" -> values.contains(String.valueOf(actual.isEmpty()));
            case "StringEquals", "ArnEquals", "Bool" ->
                actual.isPresent()
                        && values.containsAll(actual.get())
                        && actual.get().size() == 1;
            case "ArnLike" ->
                actual.isPresent()
                        && values.stream()
                                .anyMatch(value -> likeArn(value, actual.get().getFirst()));
            // True where the request has no such key at all (IAM user guide, "Multivalued context keys").
            case "ForAllValues:StringEquals" -> values.containsAll(actual.orElse(List.of()));
            default -> throw new IllegalStateException("no such operator here: " + operator);
        };
    }

    /// Each of the six parts by itself: a star does not reach over a colon, but in the last (IAM user guide, "ARN
    /// condition operators").
    private static boolean likeArn(String pattern, String arn) {
        String[] wanted = pattern.split(":", 6);
        String[] given = arn.split(":", 6);
        return wanted.length == 6
                && given.length == 6
                && IntStream.range(0, 6).allMatch(i -> matches(wanted[i], given[i]));
    }

    /// IAM compares the names of condition keys, and so the tag keys in them, without regard to case.
    private static Optional<List<String>> value(String key, Target target) {
        String name = key.toLowerCase(Locale.ROOT);
        for (String prefix : List.of("ec2:resourcetag/", "ssm:resourcetag/")) {
            if (name.startsWith(prefix)) {
                String tag = name.substring(prefix.length());
                return target.tags().entrySet().stream()
                        .filter(each -> each.getKey().toLowerCase(Locale.ROOT).equals(tag))
                        .map(each -> List.of(each.getValue()))
                        .findFirst();
            }
        }
        if (!CONTEXT.contains(key)) {
            throw new IllegalStateException("no such condition key here: " + key);
        }
        return Optional.ofNullable(target.tags().get("(" + key + ")")).map(text -> List.of(text.split(",", -1)));
    }

    private static boolean matches(String pattern, String arn) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(regex, arn);
    }
}
