package enifailover.readiness;

import enifailover.group.Finding;
import java.util.List;

/// One thing that has to be right in a group.
interface Check {

    /// What is wrong, empty where nothing is. What could not be seen is no finding here: [NotSeen] tells it once for
    /// all groups.
    List<Finding> look(Ground ground);
}
