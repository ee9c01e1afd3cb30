package enifailover.model;

import java.util.Locale;

/// What one status check of an instance says. Source: EC2 API, InstanceStatusSummary.
public enum CheckStatus {
    OK,
    IMPAIRED,
    INITIALIZING,
    INSUFFICIENT_DATA,
    NOT_APPLICABLE,
    /// EC2 could not be asked.
    UNREAD,
    /// EC2 said nothing of this check, or a word this program does not know.
    UNKNOWN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// Reads EC2's word, such as `insufficient-data`.
    public static CheckStatus of(String word) {
        for (CheckStatus status : values()) {
            if (status.word.equals(word)) {
                return status;
            }
        }
        return UNKNOWN;
    }

    /// EC2's word for it.
    public String word() {
        return word;
    }
}
