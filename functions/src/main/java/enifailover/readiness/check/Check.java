package enifailover.readiness.check;

import enifailover.model.group.Finding;
import java.util.List;

/// One readiness check of a group.
public interface Check {

    /// The findings. Data that could not be read gives none here: [DataUnavailable] reports it once for all groups.
    List<Finding> look(CheckContext checkContext);
}
