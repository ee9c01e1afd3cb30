package enifailover.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// The id of an elastic network interface.
///
/// @param value `eni-` and 8 or 17 hexadecimal digits
public record EniId(String value) implements Comparable<EniId> {
    private static final Pattern FORM = Pattern.compile("eni-(?:[0-9a-f]{8}|[0-9a-f]{17})");

    /// @throws IllegalArgumentException if the value has not the form of an ENI id
    public EniId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an ENI id: " + value);
        }
    }

    /// The id in a text that came from outside, or empty if it is none.
    public static Optional<EniId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new EniId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(EniId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
