package enifailover.assess;

import java.time.Duration;

/// What the deployment decides for all groups.
///
/// @param lead how long before scheduled maintenance the ENIs are moved; zero or more
/// @param reportOnly nothing automatic is ever done, only said
public record AssessmentSettings(Duration lead, boolean reportOnly) {}
