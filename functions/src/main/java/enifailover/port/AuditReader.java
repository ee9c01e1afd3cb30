package enifailover.port;

import enifailover.model.InstanceId;
import enifailover.model.audit.AuditSnapshot;
import java.util.Set;

/// Sees everything an audit needs, of all groups at once, in batched and paged reads paced within the request buckets.
/// Changes nothing.
public interface AuditReader {

    /// What was seen.
    ///
    /// @param observation every ENI with any tag of our prefix (so that a misspelt one is found), every instance
    /// with the group's tag or with such an ENI, and those asked for besides; with agents, limits of types and
    /// blocks of
    /// subnets, as [Ec2Reader#look] has them for one group
    /// @param auditSnapshot the rest
    record Surveyed(Observation observation, AuditSnapshot auditSnapshot) {}

    /// Looks at everything. What could not be seen is an [enifailover.model.audit.Lookup.Unseen] in the survey.
    ///
    /// @param also more instances to look at, members or not; who is gone is left out
    /// @throws AwsCallException when ENIs or instances could not be seen, so that there is nothing to judge
    Surveyed survey(Set<InstanceId> also);
}
