package enifailover.testkit.region.ssm;

import enifailover.testkit.region.call.AwsError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A command document.
///
/// @param name its name
/// @param parameters what it takes, by name; null where the region checks nothing
/// @param executionTimeout after which a command is ended
/// @param content its text, for GetDocument
public record Document(
        String name, @Nullable Map<String, Parameter> parameters, Duration executionTimeout, String content) {

    /// A parameter.
    ///
    /// @param allowed what it may look like
    /// @param fallback used where it is left out, or null if it must be given
    /// @param maxChars the most characters of a value, or null for no limit
    public record Parameter(
            Pattern allowed,
            @Nullable String fallback,
            @Nullable Integer maxChars) {

        /// One of any length.
        public Parameter(Pattern allowed, @Nullable String fallback) {
            this(allowed, fallback, null);
        }

        boolean tooLong(String value) {
            return maxChars != null && value.codePointCount(0, value.length()) > maxChars;
        }
    }

    /// D: SSM API, `MaxDocumentSizeExceeded`. I: what SendCommand counts is the content with the names and values of
    /// the parameters.
    private static final int MOST_BYTES = 64 * 1024;

    /// A document whose parameters are not checked.
    public static Document unchecked(String name) {
        return new Document(name, null, Duration.ofHours(1), "{\"schemaVersion\":\"2.2\"}");
    }

    /// The hash that Systems Manager makes of it. D: SHA-256; I: of the content as it was given, and in lower case.
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    /// I: that the parameters are looked at before the size.
    ///
    /// @throws AwsError `InvalidParameters` (D) for an unknown or missing parameter, or a value that is too long or
    /// that the pattern refuses; `MaxDocumentSizeExceeded` (D) where document and parameters are more than 64 KB
    void check(Map<String, List<String>> given) {
        if (parameters != null) {
            checkParameters(parameters, given);
        }
        checkSize(given);
    }

    private void checkParameters(Map<String, Parameter> parameters, Map<String, List<String>> given) {
        given.forEach((name, values) -> {
            Parameter parameter = parameters.get(name);
            if (parameter == null) {
                throw invalid("Parameter " + name + " is not defined in document " + this.name);
            }
            for (String value : values) {
                if (parameter.tooLong(value)) {
                    throw invalid("Parameter " + name + " is longer than " + parameter.maxChars() + " characters");
                }
                if (!parameter.allowed().matcher(value).matches()) {
                    throw invalid("Parameter " + name + " does not match " + parameter.allowed());
                }
            }
        });
        parameters.forEach((name, parameter) -> {
            if (parameter.fallback() == null && !given.containsKey(name)) {
                throw invalid("Parameter " + name + " is required");
            }
        });
    }

    /// @throws AwsError `MaxDocumentSizeExceeded` (D)
    void checkSize(Map<String, List<String>> given) {
        int size = bytes(content);
        for (Map.Entry<String, List<String>> parameter : given.entrySet()) {
            size += bytes(parameter.getKey());
            size += parameter.getValue().stream().mapToInt(Document::bytes).sum();
        }
        if (size > MOST_BYTES) {
            throw AwsError.refused("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// A parameter's value, its fallback, or nothing.
    String value(Map<String, List<String>> given, String name) {
        List<String> values = given.get(name);
        if (values != null && !values.isEmpty()) {
            return String.join(",", values);
        }
        Parameter parameter = parameters == null ? null : parameters.get(name);
        String fallback = parameter == null ? null : parameter.fallback();
        return fallback == null ? "" : fallback;
    }

    private static AwsError invalid(String why) {
        return AwsError.refused("InvalidParameters", why);
    }
}
