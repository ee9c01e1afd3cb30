package enifailover.tag;

import enifailover.group.Finding;
import enifailover.group.Policy;
import java.util.List;

/// What the tags of a group's ENIs say.
///
/// @param policy what holds
/// @param findings what is wrong with the tags, or contradicts
public record Wishes(Policy policy, List<Finding> findings) {
    public Wishes {
        findings = List.copyOf(findings);
    }
}
