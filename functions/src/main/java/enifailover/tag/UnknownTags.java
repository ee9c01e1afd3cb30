package enifailover.tag;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tags that begin with our prefix and mean nothing where they are: misspelt, or put on the wrong thing.
final class UnknownTags {

    /// What a tag can be on.
    enum Kind {
        ENI("an ENI") {
            @Override
            Set<String> names() {
                return EniTags.NAMES;
            }
        },
        INSTANCE("an instance") {
            @Override
            Set<String> names() {
                return InstanceTags.NAMES;
            }
        };

        private final String message;

        Kind(String message) {
            this.message = message;
        }

        /// The tags it may have, without the prefix.
        abstract Set<String> names();
    }

    private UnknownTags() {}

    static List<Finding> on(String prefix, String subject, Map<String, String> tags, Kind kind) {
        List<String> strange = new ArrayList<>();
        for (String key : tags.keySet()) {
            boolean ours = key.regionMatches(true, 0, prefix, 0, prefix.length());
            if (ours && !(key.startsWith(prefix) && kind.names().contains(key.substring(prefix.length())))) {
                strange.add(key);
            }
        }
        return strange.stream()
                .sorted()
                .map(key -> nonMember(prefix, subject, key, tags.getOrDefault(key, ""), kind))
                .toList();
    }

    private static Finding nonMember(String prefix, String subject, String key, String value, Kind kind) {
        String symptom = shown(key) + " is " + TagDefinition.shown(value) + ", but ";
        String name = key.substring(prefix.length()).strip().toLowerCase(Locale.ROOT);
        String allowed = kind.message + " may have " + String.join(", ", kind.names());
        if (kind.names().contains(name)) {
            return new Finding(
                    "tag-unknown",
                    Severity.WARNING,
                    subject,
                    symptom + "tag keys are case-sensitive and must match exactly, so it has no effect",
                    "rename it to " + prefix + name + "; " + allowed);
        }
        for (Kind other : Kind.values()) {
            if (other.names().contains(name)) {
                return new Finding(
                        "tag-place",
                        Severity.WARNING,
                        subject,
                        symptom + "it has no effect on " + kind.message,
                        "put it on " + other.message + "; " + allowed);
            }
        }
        return new Finding(
                "tag-unknown",
                Severity.WARNING,
                subject,
                symptom + "there is no such tag, so it has no effect",
                "remove or correct it; " + allowed);
    }

    private static String shown(String key) {
        String quoted = TagDefinition.shown(key);
        return quoted.substring(1, quoted.length() - 1);
    }
}
