package enifailover.testkit.region.wire;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.ssm.Ssm;
import enifailover.testkit.region.ssm.Ssm.Described;
import enifailover.testkit.region.ssm.Ssm.Information;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Systems Manager tells of agents, in pages, and of documents.
final class SsmPages {
    /// D: MaxResults is 5 to 50. I: without it a page has 50.
    private static final int LARGEST = 50;

    /// D: a filter takes 1 to 100 values.
    private static final int MOST_VALUES = 100;

    private SsmPages() {}

    static Object information(JsonNode body, Ssm ssm) {
        int size = body.path("MaxResults").asInt(LARGEST);
        if (size < 5 || size > LARGEST) {
            throw invalid("maxResults", size);
        }
        List<Information> all = ssm.information(instanceIds(body));
        int from = Math.min(all.size(), start(body.path("NextToken").asText("")));
        int to = Math.min(all.size(), from + size);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(
                "InstanceInformationList",
                all.subList(from, to).stream().map(SsmPages::agent).toList());
        if (to < all.size()) {
            page.put("NextToken", "page-" + to);
        }
        return page;
    }

    private static int start(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        if (!token.matches("page-\\d{1,9}")) { // D
            throw AwsError.refused("InvalidNextToken", "");
        }
        return Integer.parseInt(token.substring("page-".length()));
    }

    private static Map<String, Object> agent(Information agent) {
        return Map.of(
                "InstanceId",
                agent.instanceId(),
                "PingStatus",
                agent.online() ? "Online" : "ConnectionLost",
                "LastPingDateTime",
                Json.seconds(agent.lastPing()),
                "AgentVersion",
                agent.version(),
                "IsLatestVersion",
                agent.latest(),
                "PlatformType",
                agent.platform(),
                "PlatformName",
                agent.platform().equals("Windows") ? "Microsoft Windows Server 2025 Datacenter" : "Amazon Linux",
                "PlatformVersion",
                agent.platform().equals("Windows") ? "10.0.26100" : "2023",
                "ResourceType",
                "EC2Instance");
    }

    private static List<String> instanceIds(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("Filters").forEach(filter -> {
            if (!filter.path("Key").asText().equals("InstanceIds")) {
                throw AwsError.refused("InvalidFilterKey", filter.path("Key").asText());
            }
            ids.addAll(checked(Json.strings(filter.path("Values"))));
        });
        body.path("InstanceInformationFilterList")
                .forEach(filter -> ids.addAll(checked(Json.strings(filter.path("valueSet")))));
        return ids;
    }

    private static List<String> checked(List<String> values) {
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw invalid("values", values.size());
        }
        return values;
    }

    private static AwsError invalid(String name, int size) {
        return AwsError.refused(
                "ValidationException", "Value '" + size + "' at '" + name + "' failed to satisfy constraint");
    }

    static Map<String, Object> content(Described described) {
        Document document = described.document();
        return Map.of(
                "Name",
                document.name(),
                "DocumentVersion",
                Integer.toString(described.version()),
                "Content",
                document.content(),
                "DocumentType",
                "Command",
                "DocumentFormat",
                "JSON",
                "Status",
                "Active");
    }

    /// Source: D, Systems Manager API, DocumentDescription.
    static Map<String, Object> document(Described described) {
        Document document = described.document();
        String version = Integer.toString(described.version());
        return Map.ofEntries(
                Map.entry("Name", document.name()),
                Map.entry("Hash", document.hash()),
                Map.entry("HashType", "Sha256"),
                Map.entry("DocumentType", "Command"),
                Map.entry("DocumentFormat", "JSON"),
                Map.entry("DocumentVersion", version),
                Map.entry("DefaultVersion", Integer.toString(described.standard())),
                Map.entry("LatestVersion", Integer.toString(described.newest())),
                Map.entry("SchemaVersion", "2.2"),
                Map.entry("PlatformTypes", List.of("Linux")),
                Map.entry("Status", "Active"));
    }
}
