package enifailover.drill;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.drill.DrillRequest.StopOrResume;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The fields of one request, each read as what it must be; what is not is noted as a mistake.
public final class RequestFields {
    /// What a request that moves ENIs may say.
    static final Set<String> OF_A_MOVE =
            Set.of("action", "group", "confirm", "target", "override", "back_after_s", "target_s", "request_id");

    /// Stands in a request whose group is a mistake, and which so is never tried.
    static final GroupName NOBODY = new GroupName("-");

    private static final int MOST_SECONDS = 3600;
    private static final int MOST_RUNS = 1000;
    private static final int USUAL_RUNS = 20;
    private static final int LONGEST_REASON = 200;
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private final JsonNode json;
    private final List<String> mistakes = new ArrayList<>();

    RequestFields(JsonNode json) {
        this.json = json;
    }

    void mistake(String message) {
        mistakes.add(message);
    }

    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    Optional<GroupName> group() {
        Optional<GroupName> group = text("group").flatMap(GroupName::parse);
        if (group.isEmpty()) {
            mistake("\"group\" must be a group's name, 1 to 64 of [A-Za-z0-9._-], it is " + shown(json, "group"));
        }
        return group;
    }

    Optional<GroupName> groupIfAny() {
        return json.has("group") ? group() : Optional.empty();
    }

    /// A person who moves something says its name twice.
    void confirm(Optional<GroupName> group) {
        if (group.isPresent() && !text("confirm").equals(group.map(GroupName::value))) {
            mistake("\"confirm\" must repeat the group's name \"" + group.get() + "\", it is "
                    + shown(json, "confirm"));
        }
    }

    /// A person who stops or starts everything says so twice, and why.
    StopOrResume ofAllGroups(boolean stops) {
        if (!text("confirm").equals(Optional.of("all groups"))) {
            mistake("\"confirm\" must be \"all groups\", it is " + shown(json, "confirm"));
        }
        String reason = text("reason").orElse("").strip();
        if (stops && (reason.isEmpty() || reason.length() > LONGEST_REASON)) {
            mistake("\"reason\" must be 1 to " + LONGEST_REASON + " characters, it is " + shown(json, "reason"));
        }
        return new StopOrResume(stops, UNFIT.matcher(reason).replaceAll("?"));
    }

    Optional<InstanceId> target() {
        Optional<InstanceId> target = text("target").flatMap(InstanceId::parse);
        if (json.has("target") && target.isEmpty()) {
            mistake("\"target\" must be an instance id, it is " + shown(json, "target"));
        }
        return target;
    }

    boolean override() {
        if (json.has("override") && !json.get("override").isBoolean()) {
            mistake("\"override\" must be true or false, it is " + shown(json, "override"));
        }
        return json.path("override").asBoolean(false);
    }

    Optional<Duration> seconds(String key) {
        return number(key, "target_s".equals(key) ? 1 : 0, MOST_SECONDS).map(Duration::ofSeconds);
    }

    int limit() {
        return number("limit", 1, MOST_RUNS).orElse(USUAL_RUNS);
    }

    private Optional<Integer> number(String key, int least, int most) {
        if (!json.has(key)) {
            return Optional.empty();
        }
        JsonNode value = json.get(key);
        boolean fits =
                value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= least && value.asInt() <= most;
        if (!fits) {
            mistake("\"" + key + "\" must be a whole number from " + least + " to " + most + ", it is "
                    + shown(json, key));
        }
        return fits ? Optional.of(value.asInt()) : Optional.empty();
    }

    Optional<Instant> since() {
        if (!json.has("since")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text("since").orElse("")).toInstant());
        } catch (DateTimeException noMoment) {
            mistake("\"since\" must be a time with its offset, such as \"2026-11-24T00:00:00Z\", it is "
                    + shown(json, "since"));
            return Optional.empty();
        }
    }

    boolean csv() {
        String format = json.has("format") ? text("format").orElse("") : "table";
        if (!format.equals("table") && !format.equals("csv")) {
            mistake("\"format\" must be \"table\" or \"csv\", it is " + shown(json, "format"));
        }
        return format.equals("csv");
    }

    Optional<String> requestId() {
        Optional<String> id =
                text("request_id").filter(text -> REQUEST_ID.matcher(text).matches());
        if (json.has("request_id") && id.isEmpty()) {
            mistake("\"request_id\" must be 1 to 64 of [A-Za-z0-9._:-], it is " + shown(json, "request_id"));
        }
        return id;
    }

    private Optional<String> text(String key) {
        JsonNode value = json.path(key);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    static Set<String> without(Set<String> keys, String one) {
        Set<String> others = new TreeSet<>(keys);
        others.remove(one);
        return Set.copyOf(others);
    }

    public static String shown(JsonNode json, String key) {
        return json.has(key) ? shortened(json.get(key).toString()) : "missing";
    }

    /// On one line, and short.
    public static String shortened(String text) {
        String cut = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return UNFIT.matcher(cut).replaceAll("?");
    }
}
