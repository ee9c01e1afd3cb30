package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Filters of the describes: names joined by *and*, values by *or*, with the wildcards `*` and `?` (D); a backslash
/// takes a wildcard for itself.
///
/// @param <T> what is filtered
final class Filters<T> {
    /// D: EC2 User Guide, "Filter your resources": 200 values a request.
    private static final int MOST_VALUES = 200;

    private final Map<String, Function<T, Collection<String>>> known = new LinkedHashMap<>();
    private final Function<T, Map<String, String>> tags;

    Filters(Function<T, Map<String, String>> tags) {
        this.tags = tags;
    }

    Filters<T> many(String name, Function<T, Collection<String>> values) {
        known.put(name, values);
        return this;
    }

    Filters<T> one(String name, Function<T, String> value) {
        return many(name, thing -> List.of(value.apply(thing)));
    }

    List<T> apply(List<T> things, Map<String, List<String>> filters) {
        if (filters.isEmpty()) {
            return things;
        }
        List<T> left = new ArrayList<>(things);
        filters.forEach((name, alternatives) -> {
            if (alternatives.size() > MOST_VALUES) { // D
                throw AwsError.refused(
                        "FilterLimitExceeded",
                        "The maximum number of filter values is " + MOST_VALUES + ", not " + alternatives.size());
            }
            Criterion<T> criterion = new Criterion<>(values(name), wanted(alternatives));
            left.removeIf(thing -> !criterion.met(thing));
        });
        return List.copyOf(left);
    }

    private Function<T, Collection<String>> values(String name) {
        if (name.startsWith("tag:")) {
            String key = name.substring("tag:".length());
            return thing -> {
                String value = tags.apply(thing).get(key);
                return value == null ? List.of() : List.of(value);
            };
        }
        if (name.equals("tag-key")) {
            return thing -> tags.apply(thing).keySet();
        }
        Function<T, Collection<String>> values = known.get(name);
        if (values == null) { // O
            throw AwsError.refused("InvalidParameterValue", "The filter '" + name + "' is invalid");
        }
        return values;
    }

    private record Criterion<T>(Function<T, Collection<String>> values, List<Predicate<String>> wanted) {
        boolean met(T thing) {
            for (String value : values.apply(thing)) {
                for (Predicate<String> one : wanted) {
                    if (one.test(value)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static List<Predicate<String>> wanted(List<String> values) {
        return values.stream().map(Filters::wanted).toList();
    }

    private static Predicate<String> wanted(String value) {
        if (value.indexOf('*') < 0 && value.indexOf('?') < 0 && value.indexOf('\\') < 0) {
            return value::equals;
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                regex.append(Pattern.quote(String.valueOf(value.charAt(i))));
            } else if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
    }
}
