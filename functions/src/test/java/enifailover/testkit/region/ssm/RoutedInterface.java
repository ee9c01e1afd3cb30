package enifailover.testkit.region.ssm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// An ENI as the routing document's parameter names it.
///
/// @param eni its id
/// @param mac its MAC address
/// @param table its routing table
/// @param addresses how many addresses and prefixes it has: one rule each
/// @param fields all that was said of it
public record RoutedInterface(String eni, String mac, int table, int addresses, Map<String, String> fields) {
    private static final int FIRST_TABLE = 20_001;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    static RoutedInterface parse(String spec, int position) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : spec.split(",", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        int addresses = 0;
        for (String name : new String[] {"ip4", "ip6", "pfx4", "pfx6"}) {
            String value = fields.getOrDefault(name, "");
            addresses += value.isEmpty() ? 0 : value.split("\\+", -1).length;
        }
        String table = fields.getOrDefault("table", Integer.toString(FIRST_TABLE + position));
        return new RoutedInterface(
                fields.getOrDefault("eni", ""),
                fields.getOrDefault("mac", ""),
                NUMBER.matcher(table).matches() ? Integer.parseInt(table) : FIRST_TABLE + position,
                addresses,
                Map.copyOf(fields));
    }
}
