package enifailover.model.group;

import java.util.Optional;

/// The name of a failover group: the value of the tag `eni-failover:group` of its ENIs.
///
/// @param value one to 64 letters, digits, dots, underscores and hyphens; or that of [#DEPLOYMENT]
public record GroupName(String value) implements Comparable<GroupName> {
    private static final int LONGEST = 64;
    private static final String OF_THE_DEPLOYMENT = "*deployment";

    /// What concerns all groups is kept and told under this name, which no tag can give to a group.
    public static final GroupName DEPLOYMENT = new GroupName(OF_THE_DEPLOYMENT);

    /// @throws IllegalArgumentException if the value has not the form of a group name
    public GroupName {
        if (!value.equals(OF_THE_DEPLOYMENT) && !hasForm(value)) {
            throw new IllegalArgumentException("not a group name: " + value);
        }
    }

    /// The name in a row that this program wrote, or empty if it is none.
    public static Optional<GroupName> stored(String text) {
        return text.equals(OF_THE_DEPLOYMENT) ? Optional.of(DEPLOYMENT) : parse(text);
    }

    /// The name in a text that came from outside, or empty if it is none.
    public static Optional<GroupName> parse(String text) {
        return hasForm(text) ? Optional.of(new GroupName(text)) : Optional.empty();
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST;
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
