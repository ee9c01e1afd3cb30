package enifailover.harness.simulation;

import enifailover.model.Eni;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
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
        List<Eni> enis = new ArrayList<>(all);
        enis.sort(Comparator.comparing(Eni::id));
        return new Wish(
                paused(enis),
                first(enis, "fence", "none", "stop").equals("stop"),
                cooldown(enis),
                failsBack(enis),
                first(enis, "cold-standby", "no", "start").equals("start"),
                first(enis, "planned", "move", "report").equals("move"),
                first(enis, "no-show", "next", "reboot").equals("reboot"),
                first(enis, "routing", "ssm", "none").equals("ssm"));
    }

    boolean pausedAt(Instant now) {
        return paused.isPresent() && now.isBefore(paused.get());
    }

    private static List<String> values(List<Eni> enis, String name) {
        String key = Scene.PREFIX + name;
        List<String> values = new ArrayList<>();
        for (Eni eni : enis) {
            String value = eni.tags().get(key);
            if (value != null) {
                values.add(value.strip());
            }
        }
        return values;
    }

    private static String first(List<Eni> enis, String name, String otherwise, String other) {
        for (String value : values(enis, name)) {
            if (value.equals(otherwise) || value.equals(other)) {
                return value;
            }
        }
        return otherwise;
    }

    private static boolean failsBack(List<Eni> enis) {
        for (String value : values(enis, "failback")) {
            if (value.equals("manual") || value.startsWith("auto")) {
                return value.startsWith("auto");
            }
        }
        return false;
    }

    private static Duration cooldown(List<Eni> enis) {
        for (String value : values(enis, "cooldown")) {
            boolean number = value.length() <= 5 && value.chars().allMatch(c -> c >= '0' && c <= '9');
            if (number && !value.isEmpty() && Integer.parseInt(value) <= 86_400) {
                return Duration.ofSeconds(Integer.parseInt(value));
            }
        }
        return Duration.ofMinutes(5);
    }

    private static Optional<Instant> paused(List<Eni> enis) {
        List<String> values = values(enis, "paused");
        values.removeIf(value -> value.equalsIgnoreCase("false"));
        return values.stream().map(Wish::end).max(Comparator.naturalOrder());
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
