package enifailover.port;

import enifailover.group.InstanceId;
import enifailover.survey.Survey;
import java.util.Set;

/// Sees everything an audit needs, of all groups at once, in batched and paged reads paced within the request buckets.
/// Changes nothing.
public interface Surveyor {

    /// What was seen.
    ///
    /// @param sight every ENI with any tag of our prefix (so that a misspelt one is found), every instance with the
    /// group's tag or with such an ENI, and those asked for besides; with agents, limits of types and blocks of
    /// subnets, as [Observer#look] has them for one group
    /// @param survey the rest
    record Surveyed(Sight sight, Survey survey) {}

    /// Looks at everything. What could not be seen is an [enifailover.survey.Seen.Unseen] in the survey.
    ///
    /// @param also more instances to look at, members or not; who is gone is left out
    /// @throws Refused when ENIs or instances could not be seen, so that there is nothing to judge
    Surveyed survey(Set<InstanceId> also);
}
