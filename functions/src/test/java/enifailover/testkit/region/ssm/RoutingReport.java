package enifailover.testkit.region.ssm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The line of JSON that the routing script ends with.
final class RoutingReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RoutingReport() {}

    static List<Map<String, Object>> interfaces(
            List<RoutedInterface> enis, boolean verified, Map<String, Integer> rules) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RoutedInterface eni : enis) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("eni", eni.eni());
            row.put("mac", eni.mac());
            row.put("dev", "eth" + (rows.size() + 1));
            row.put("table", eni.table());
            row.put("verified", verified);
            row.put("rules_added", rules.getOrDefault("rules_added", 0));
            row.put("rules_removed", rules.getOrDefault("rules_removed", 0));
            row.put("persist", "networkd");
            rows.add(row);
        }
        return rows;
    }

    static String json(Map<String, Object> line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
