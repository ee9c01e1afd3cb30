package enifailover.tag;

import enifailover.model.group.Finding;
import enifailover.model.group.Policy;
import java.util.List;

/// What the tags of a group's ENIs say.
///
/// @param policy what holds
/// @param findings what is wrong with the tags, or contradicts
public record ParsedPolicy(Policy policy, List<Finding> findings) {
    public ParsedPolicy {
        findings = List.copyOf(findings);
    }
}
