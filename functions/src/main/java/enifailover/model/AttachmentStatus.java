package enifailover.model;

/// How far an attachment is. EC2 never shows `detached`: the attachment disappears instead.
public enum AttachmentStatus {
    ATTACHING,
    ATTACHED,
    DETACHING,
    UNKNOWN;

    /// Reads EC2's word.
    public static AttachmentStatus of(String word) {
        return switch (word) {
            case "attaching" -> ATTACHING;
            case "attached" -> ATTACHED;
            case "detaching" -> DETACHING;
            default -> UNKNOWN;
        };
    }
}
