package enifailover.readiness.check;

import enifailover.model.group.Finding;
import java.util.List;

/// One thing that has to be right in a group.
public interface Check {

    /// What is wrong, empty where nothing is. What could not be seen is no finding here: [DataUnavailable] tells it
    /// once for all groups.
    List<Finding> look(CheckContext checkContext);
}
