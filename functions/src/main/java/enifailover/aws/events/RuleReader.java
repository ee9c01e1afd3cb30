package enifailover.aws.events;

import static enifailover.aws.client.AwsErrors.ask;
import static enifailover.aws.client.SdkValues.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.aws.client.ApiAction;
import enifailover.aws.client.StackResourceNames;
import enifailover.model.audit.EventRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/// Sees the rules on the default event bus, where AWS's services tell what happens: this stack's, by their names, and
/// those of any stack that listen to changes of tags with this stack's prefix.
public final class RuleReader {
    private static final int PAGE = 100;
    private static final String TAG_KEYS = "changed-tag-keys";

    private final JsonMapper json = new JsonMapper();
    private final Supplier<EventBridgeClient> events;
    private final Map<String, String> triggers = new HashMap<>();
    private final String tagPrefix;

    /// @param ours the stack's rules
    /// @param tagPrefix the beginning of our tags' keys
    public RuleReader(Supplier<EventBridgeClient> events, StackResourceNames ours, String tagPrefix) {
        this.events = events;
        this.tagPrefix = tagPrefix;
        ours.rules().forEach((trigger, name) -> triggers.put(name, trigger));
    }

    /// @param ours this stack's
    /// @param onTagPrefix the names of all rules that listen to changes of tags with the prefix: one of each stack
    public record Found(List<EventRule> ours, List<String> onTagPrefix) {}

    /// Makes `events:ListRules`, a request for each hundred. A bus has 300 rules at most, unless AWS raised it
    /// (EventBridge quotas, "Rules").
    public Found look() {
        List<EventRule> ours = new ArrayList<>();
        List<String> onTagPrefix = new ArrayList<>();
        @Nullable String token = null;
        do {
            ListRulesRequest request =
                    ListRulesRequest.builder().limit(PAGE).nextToken(token).build();
            ListRulesResponse page =
                    ask(ApiAction.LIST_RULES, () -> events.get().listRules(request));
            for (var rule : page.rules()) {
                String name = text(rule.name());
                String trigger = triggers.get(name);
                if (trigger != null) {
                    ours.add(new EventRule(trigger, name, rule.state() != RuleState.DISABLED));
                }
                if (listensToTags(text(rule.eventPattern()))) {
                    onTagPrefix.add(name);
                }
            }
            token = page.nextToken();
        } while (token != null);
        return new Found(ours, onTagPrefix);
    }

    /// As the template's `TagChange` does. A rule of somebody else may have any pattern; one that is no JSON is
    /// nobody's.
    private boolean listensToTags(String pattern) {
        if (!pattern.contains(TAG_KEYS)) {
            return false;
        }
        try {
            for (JsonNode key : json.readTree(pattern).path("detail").path(TAG_KEYS)) {
                if (key.path("prefix").asText().equals(tagPrefix)) {
                    return true;
                }
            }
            return false;
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }
}
