package enifailover.script;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hash of the routing script of this build. The SSM document must contain this script, and the guest reports its
/// hash. The hash covers the text from the script's second line to its last: the agent writes the document's parameters
/// above it and a line break below it (amazon-ssm-agent, `pluginutil.CreateScriptFile`).
public final class RoutingScript {
    /// SHA-256 in hexadecimal. Written by `functions/src/main/ssm/assemble`; a test compares it with the script.
    public static final String SHA256 = "18b4646e0890d04cd130e1a851432666b5f8d932cd29114145f21df63cd68272";

    /// The hash that the script reports on a host without `sha256sum`; it warns of that.
    public static final String UNKNOWN = "unknown";

    /// The text that is hashed.
    private static final Pattern SCRIPT = Pattern.compile(
            "^# ENI Failover, guest routing:.*?^finish # the end\n", Pattern.DOTALL | Pattern.MULTILINE);

    private static final ObjectMapper JSON = new ObjectMapper();

    private RoutingScript() {}

    /// The hash of the script in a text; empty where the text has no routing script.
    public static Optional<String> sha256(String text) {
        Matcher script = SCRIPT.matcher(text);
        return script.find() ? Optional.of(hash(script.group())) : Optional.empty();
    }

    /// The hash of the script in an SSM document of schema 2.2.
    ///
    /// @param content the document as JSON, from `ssm:GetDocument`
    /// @return empty where it has no routing script
    public static Optional<String> sha256OfDocument(String content) {
        List<String> commands = new ArrayList<>();
        try {
            for (JsonNode step : JSON.readTree(content).path("mainSteps")) {
                step.path("inputs").path("runCommand").forEach(command -> commands.add(command.asText()));
            }
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
        return sha256(String.join("\n", commands));
    }

    /// The message for a script that differs from the one of this build; empty where it is the same.
    ///
    /// @param found the hash, or [#UNKNOWN]; empty where the script reported none
    public static Optional<String> difference(Optional<String> found) {
        if (found.isPresent() && (found.get().equals(SHA256) || found.get().equals(UNKNOWN))) {
            return Optional.empty();
        }
        return Optional.of("the SSM document runs another routing script than the one this function was built with: "
                + found.map(RoutingScript::brief).orElse("one without a hash") + " instead of "
                + brief(SHA256) + "; deploy the template of this build, or undo what was changed in the document");
    }

    private static String brief(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    /// SHA-256 of a text, in hexadecimal.
    public static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }
}
