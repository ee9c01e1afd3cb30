package enifailover.harness.simulation;

import enifailover.model.Eni;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the operator wants of a group, as the laws read the tags of its ENIs: any ENI pauses all; of anything
/// else the ENI with the lowest id that says something that is understood has the word.
///
/// @param paused until when nothing automatic happens; [Instant#MAX] without an end
/// @param fences a failed holder is stopped first
/// @param cooldown how long after an automatic move no other happens by itself
/// @param failsBack the ENIs go back by themselves
/// @param startsCold a stopped standby is started
/// @param movesAhead announced trouble moves the ENIs
/// @param reboots a standby that does not show the interface is rebooted
/// @param routes Systems Manager applies the routing
record Wish(
        Optional<Instant> paused,
        boolean fences,
        Duration cooldown,
        boolean failsBack,
        boolean startsCold,
        boolean movesAhead,
        boolean reboots,
        boolean routes) {

    static Wish of(List<Eni> all) {
        List<Eni> enis = all.stream().sorted(Comparator.comparing(Eni::id)).toList();
        return new Wish(
                paused(enis),
                first(enis, "fence", "none", "stop").equals("stop"),
                cooldown(enis),
                values(enis, "failback")
                        .filter(value -> value.equals("manual") || value.startsWith("auto"))
                        .findFirst()
                        .filter(value -> value.startsWith("auto"))
                        .isPresent(),
                first(enis, "cold-standby", "no", "start").equals("start"),
                first(enis, "planned", "move", "report").equals("move"),
                first(enis, "no-show", "next", "reboot").equals("reboot"),
                first(enis, "routing", "ssm", "none").equals("ssm"));
    }

    boolean pausedAt(Instant now) {
        return paused.isPresent() && now.isBefore(paused.get());
    }

    private static java.util.stream.Stream<String> values(List<Eni> enis, String name) {
        return enis.stream()
                .map(eni -> eni.tags().get(Scene.PREFIX + name))
                .filter(java.util.Objects::nonNull)
                .map(String::strip);
    }

    private static String first(List<Eni> enis, String name, String otherwise, String other) {
        return values(enis, name)
                .filter(value -> value.equals(otherwise) || value.equals(other))
                .findFirst()
                .orElse(otherwise);
    }

    private static Duration cooldown(List<Eni> enis) {
        return values(enis, "cooldown")
                .filter(value -> value.length() <= 5 && value.chars().allMatch(c -> c >= '0' && c <= '9'))
                .filter(value -> !value.isEmpty() && Integer.parseInt(value) <= 86_400)
                .findFirst()
                .map(value -> Duration.ofSeconds(Integer.parseInt(value)))
                .orElse(Duration.ofMinutes(5));
    }

    private static Optional<Instant> paused(List<Eni> enis) {
        return values(enis, "paused")
                .filter(value -> !value.equalsIgnoreCase("false"))
                .map(Wish::end)
                .max(Comparator.naturalOrder());
    }

    /// Whoever writes anything here means to pause.
    private static Instant end(String value) {
        try {
            return value.equalsIgnoreCase("true")
                    ? Instant.MAX
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException noMoment) {
            return Instant.MAX;
        }
    }
}
