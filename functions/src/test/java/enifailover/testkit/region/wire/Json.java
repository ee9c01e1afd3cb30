package enifailover.testkit.region.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.testkit.region.call.AwsError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// AWS JSON: bodies, errors, times.
final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {}

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text.isEmpty() ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw AwsError.refused("SerializationException", "not JSON");
        }
    }

    static WireResponse ok(Object body) {
        return WireResponse.json(200, write(body));
    }

    static WireResponse error(AwsError error) {
        return WireResponse.json(error.status(), write(Map.of("__type", error.code(), "message", error.message())));
    }

    static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Seconds since 1970, as the protocol has times.
    static double seconds(Instant moment) {
        return moment.toEpochMilli() / 1000.0;
    }

    static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(one -> strings.add(one.asText()));
        return strings;
    }

    static Map<String, List<String>> lists(JsonNode object) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        object.properties().forEach(field -> lists.put(field.getKey(), strings(field.getValue())));
        return lists;
    }
}
