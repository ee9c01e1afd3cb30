package enifailover.aws.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One conditional change of a row, written as DynamoDB's expressions. Every name goes through a placeholder, because
/// many plain words (`owner`, `counter`, `group`) are reserved.
final class UpdateExpression {
    private final List<String> sets = new ArrayList<>();
    private final List<String> adds = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    UpdateExpression set(String name, AttributeValue value) {
        sets.add(name(name) + " = " + value(value));
        return this;
    }

    /// Sets one entry of a map that is there.
    UpdateExpression setIn(String map, String key, AttributeValue value) {
        sets.add(name(map) + "." + name(key) + " = " + value(value));
        return this;
    }

    UpdateExpression setIfAbsent(String name, AttributeValue value) {
        sets.add(name(name) + " = if_not_exists(" + name(name) + ", " + value(value) + ")");
        return this;
    }

    UpdateExpression increment(String name) {
        return raise(name, number(1));
    }

    UpdateExpression raise(String name, AttributeValue by) {
        adds.add(name(name) + " " + value(by));
        return this;
    }

    UpdateExpression remove(String name) {
        removes.add(name(name));
        return this;
    }

    /// All conditions must hold.
    ///
    /// @param condition with `{0}`, `{1}` where the operands go
    /// @param operands names as strings, values as attribute values
    UpdateExpression when(String condition, Object... operands) {
        String text = condition;
        for (int i = 0; i < operands.length; i++) {
            String operand = operands[i] instanceof AttributeValue value ? value(value) : name((String) operands[i]);
            text = text.replace("{" + i + "}", operand);
        }
        conditions.add("(" + text + ")");
        return this;
    }

    UpdateItemRequest.Builder request() {
        return UpdateItemRequest.builder()
                .updateExpression(clause("SET ", sets) + clause("REMOVE ", removes) + clause("ADD ", adds))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values);
    }

    private static String clause(String keyword, List<String> parts) {
        return parts.isEmpty() ? "" : keyword + String.join(", ", parts) + " ";
    }

    private String name(String name) {
        String placeholder = "#" + name.replace('-', '_');
        names.put(placeholder, name);
        return placeholder;
    }

    private String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
