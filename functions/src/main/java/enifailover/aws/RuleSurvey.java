package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;
import static enifailover.aws.EniReading.text;

import enifailover.survey.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/// Sees the stack's rules on the default event bus, where AWS's services tell what happens.
final class RuleSurvey {
    private static final int PAGE = 100;

    private final Supplier<EventBridgeClient> events;
    private final Stack stack;

    RuleSurvey(Supplier<EventBridgeClient> events, Stack stack) {
        this.events = events;
        this.stack = stack;
    }

    /// Makes `events:ListRules`, a request for each hundred.
    List<Rule> look() {
        List<Rule> rules = new ArrayList<>();
        @Nullable String token = null;
        do {
            ListRulesRequest request = ListRulesRequest.builder()
                    .namePrefix(stack.generated(""))
                    .limit(PAGE)
                    .nextToken(token)
                    .build();
            ListRulesResponse page =
                    ask(ApiAction.LIST_RULES, () -> events.get().listRules(request));
            page.rules().forEach(rule -> rules.add(new Rule(text(rule.name()), rule.state() != RuleState.DISABLED)));
            token = page.nextToken();
        } while (token != null);
        return rules;
    }
}
