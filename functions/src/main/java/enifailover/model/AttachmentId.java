package enifailover.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// The id of one attachment of an ENI. EC2 gives a new one at each attach, so detaching by it can never hit a newer
/// attachment: it is the fencing token of a detach.
///
/// @param value `eni-attach-` and hexadecimal digits
public record AttachmentId(String value) implements Comparable<AttachmentId> {
    private static final Pattern FORM = Pattern.compile("eni-attach-[0-9a-f]{8,17}");

    /// @throws IllegalArgumentException if the value has not the form of an attachment id
    public AttachmentId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an attachment id: " + value);
        }
    }

    /// The id in a text that came from outside, or empty if it is none.
    public static Optional<AttachmentId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new AttachmentId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(AttachmentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
