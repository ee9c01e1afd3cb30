package enifailover.assess;

import java.time.Duration;

/// The parameters of the deployment that apply to all groups.
///
/// @param lead how long before scheduled maintenance the ENIs are moved; zero or more
/// @param reportOnly automatic moves are reported and never started
public record AssessmentSettings(Duration lead, boolean reportOnly) {}
