package enifailover.testkit.region.wire;

import enifailover.testkit.region.call.AwsError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a query protocol: names with dots and numbers, such as `Filter.1.Value.2`.
final class Form {
    private final Map<String, String> fields = new LinkedHashMap<>();

    static Form parse(String body) {
        Form form = new Form();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Nullable
    String get(String name) {
        return fields.get(name);
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /// @throws AwsError `MissingParameter` (D)
    String required(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw AwsError.refused("MissingParameter", "The request must contain the parameter " + name);
        }
        return value;
    }

    boolean flag(String name) {
        return text(name).equals("true");
    }

    @Nullable
    Integer number(String name) {
        String value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw AwsError.refused(
                    "InvalidParameterValue", "Value (" + value + ") for parameter " + name + " is invalid");
        }
        return Integer.valueOf(value);
    }

    /// `name.1`, `name.2` and so on.
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        String value = fields.get(name + ".1");
        while (value != null) {
            values.add(value);
            value = fields.get(name + "." + (values.size() + 1));
        }
        return values;
    }

    Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        for (int i = 1; fields.containsKey("Filter." + i + ".Name"); i++) {
            filters.put(text("Filter." + i + ".Name"), list("Filter." + i + ".Value"));
        }
        return filters;
    }

    /// Tags under a prefix, such as `Tag` or `TagSpecification.1.Tag`.
    Map<String, String> tags(String prefix) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 1; fields.containsKey(prefix + "." + i + ".Key"); i++) {
            tags.put(text(prefix + "." + i + ".Key"), text(prefix + "." + i + ".Value"));
        }
        return tags;
    }

    /// The tags for one type of resource.
    Map<String, String> tagsFor(String resourceType) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 1; fields.containsKey("TagSpecification." + i + ".ResourceType"); i++) {
            if (text("TagSpecification." + i + ".ResourceType").equals(resourceType)) {
                tags.putAll(tags("TagSpecification." + i + ".Tag"));
            }
        }
        return tags;
    }
}
