package enifailover.execute;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.port.CommandRunner;
import enifailover.script.RoutingScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the routing script said of itself: its last line is one JSON object, its exit code is documented in its head.
///
/// @param kind whether the guest can use the addresses
/// @param message what it said
/// @param up how long the guest that said so had been up; empty where it did not say
/// @param otherScript that it is not the script of this build, in words; empty where it is
public record RoutingResult(Kind kind, String message, Optional<Duration> up, Optional<String> otherScript) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Works now, would not survive a reboot of the guest.
    private static final int NOT_PERSISTED = 50;
    /// The guest did not show the interface.
    private static final int NO_SHOW = 20;

    /// Whether the guest can use the addresses, the best first.
    public enum Kind {
        VERIFIED,
        VERIFIED_WITH_WARNINGS,
        NOT_VERIFIED,
        /// Not verified, because the interface did not show up in the guest.
        NO_SHOW,
        /// Systems Manager did not deliver the command: nothing is known of the guest.
        NOT_DELIVERED
    }

    /// Source: Systems Manager user guide, "Understanding command statuses".
    private static final Set<String> NEVER_DELIVERED =
            Set.of("DeliveryTimedOut", "Undeliverable", "Delayed", "Pending");

    /// Whether the script came to its last line, whatever that says.
    static boolean spoke(CommandRunner.Ended ended) {
        return lastLine(ended.output()).has("ok");
    }

    /// Success is the script's own `"ok":true` together with exit code 0 and Systems Manager's `Success`: one of them
    /// alone is not enough.
    public static RoutingResult of(CommandRunner.Ended ended) {
        JsonNode line = lastLine(ended.output());
        boolean ok = line.path("ok").asBoolean(false);
        List<String> warnings = new ArrayList<>();
        line.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        Optional<String> other = otherScript(line);
        Optional<Duration> up = Optional.of(line.path("uptime_s"))
                .filter(JsonNode::isIntegralNumber)
                .map(seconds -> Duration.ofSeconds(seconds.asLong()));
        if (ended.exitCode() == 0 && ended.status().equals("Success") && ok) {
            return warnings.isEmpty()
                    ? new RoutingResult(Kind.VERIFIED, "verified by the guest " + interfaces(line), up, other)
                    : new RoutingResult(
                            Kind.VERIFIED_WITH_WARNINGS,
                            "verified by the guest, with warnings: " + String.join("; ", warnings),
                            up,
                            other);
        }
        if (ended.exitCode() == NOT_PERSISTED && line.path("code").asInt(0) == NOT_PERSISTED) {
            return new RoutingResult(
                    Kind.VERIFIED_WITH_WARNINGS,
                    "verified by the guest, but a reboot would remove it: " + String.join("; ", warnings),
                    up,
                    other);
        }
        if (NEVER_DELIVERED.contains(ended.status())) {
            return new RoutingResult(Kind.NOT_DELIVERED, refusal(ended, line, warnings), up, other);
        }
        boolean noShow = ended.exitCode() == NO_SHOW && line.path("code").asInt(0) == NO_SHOW;
        return new RoutingResult(noShow ? Kind.NO_SHOW : Kind.NOT_VERIFIED, refusal(ended, line, warnings), up, other);
    }

    /// Whether every address of what it was asked for is routed.
    public boolean verified() {
        return switch (kind) {
            case VERIFIED, VERIFIED_WITH_WARNINGS -> true;
            case NOT_VERIFIED, NO_SHOW, NOT_DELIVERED -> false;
        };
    }

    /// Of several commands of one move: what the least good of them says, in the words of all.
    ///
    /// @param results one at least
    public static RoutingResult ofAll(List<RoutingResult> results) {
        RoutingResult worst =
                results.stream().max(Comparator.comparing(RoutingResult::kind)).orElseThrow();
        String message = results.stream().map(RoutingResult::message).distinct().collect(Collectors.joining("; "));
        Optional<String> other = results.stream()
                .map(RoutingResult::otherScript)
                .flatMap(Optional::stream)
                .findFirst();
        return new RoutingResult(worst.kind(), message, worst.up(), other);
    }

    /// What never came to its last line tells nothing either way.
    private static Optional<String> otherScript(JsonNode line) {
        return line.has("ok")
                ? RoutingScript.difference(
                        Optional.ofNullable(line.path("script").textValue()))
                : Optional.empty();
    }

    private static String refusal(CommandRunner.Ended ended, JsonNode line, List<String> warnings) {
        StringBuilder message = new StringBuilder("routing is not verified: command ")
                .append(ended.status())
                .append(", exit code ")
                .append(ended.exitCode())
                .append(meaning(ended.exitCode()));
        if (line.has("seen_macs")) {
            message.append("; MAC addresses seen: ").append(line.get("seen_macs"));
        }
        if (!warnings.isEmpty()) {
            message.append("; ").append(String.join("; ", warnings));
        }
        String error = ended.error().strip();
        if (!error.isEmpty()) {
            message.append("; last output of the script: ").append(error.substring(Math.max(0, error.length() - 300)));
        }
        return message.toString();
    }

    /// The exit codes as `functions/src/main/ssm/script/settings.sh` documents them.
    private static String meaning(int code) {
        return switch (code) {
            case 10 -> " (bad input)";
            case 11 -> " (no addresses)";
            case 12 -> " (not root, or no ip command)";
            case 13 -> " (iproute2 too old)";
            case 20 -> " (the guest does not show the interface)";
            case 21 -> " (the link did not come up)";
            case 30 -> " (the kernel refused addresses, routes or rules)";
            case 31 -> " (applied, but the check of the routes failed)";
            default -> "";
        };
    }

    private static String interfaces(JsonNode line) {
        List<String> parts = new ArrayList<>();
        line.path("interfaces")
                .forEach(i -> parts.add(i.path("dev").asText("?") + " table "
                        + i.path("table").asText("?") + " persisted by "
                        + i.path("persist").asText("?")));
        return parts.toString();
    }

    static JsonNode lastLine(String output) {
        String[] lines = output.strip().split("\n", -1);
        try {
            JsonNode node = JSON.readTree(lines[lines.length - 1]);
            return node.isObject() ? node : JSON.createObjectNode();
        } catch (JacksonException notJson) {
            return JSON.createObjectNode();
        }
    }
}
