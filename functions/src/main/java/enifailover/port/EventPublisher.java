package enifailover.port;

/// Tells the world: the event bus, and people where a topic is set.
public interface EventPublisher {

    /// What has happened to a group.
    ///
    /// @param kind the event's detail type
    /// @param group the group
    /// @param subject one line, at most 100 characters of ASCII (the limit of SNS)
    /// @param message what a person needs to act
    /// @param detailJson the event's detail, a JSON object
    record Announcement(Kind kind, String group, String subject, String message, String detailJson) {}

    /// The kinds of announcement.
    enum Kind {
        STARTED("Failover Started"),
        SUCCEEDED("Failover Succeeded"),
        FAILED("Failover Failed"),
        REFUSED("Failover Refused"),
        /// Automatic moves of an Availability Zone are stopped, because attaches fail there.
        ZONE_STOPPED("Zone Stopped"),
        READINESS("Readiness Changed");

        private final String detailType;

        Kind(String detailType) {
            this.detailType = detailType;
        }

        /// The `detail-type` on the event bus.
        public String detailType() {
            return detailType;
        }
    }

    /// Announces, each way once.
    ///
    /// @throws AwsCallException when one of the ways failed, after all were tried; a failover never fails for it
    void announce(Announcement announcement);
}
