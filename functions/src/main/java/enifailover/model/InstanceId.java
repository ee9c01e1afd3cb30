package enifailover.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// The id of an EC2 instance.
///
/// @param value `i-` and 8 or 17 hexadecimal digits
public record InstanceId(String value) implements Comparable<InstanceId> {
    private static final Pattern FORM = Pattern.compile("i-(?:[0-9a-f]{8}|[0-9a-f]{17})");

    /// @throws IllegalArgumentException if the value has not the form of an instance id
    public InstanceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an instance id: " + value);
        }
    }

    /// The id in a text that came from outside, or empty if it is none.
    public static Optional<InstanceId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new InstanceId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
