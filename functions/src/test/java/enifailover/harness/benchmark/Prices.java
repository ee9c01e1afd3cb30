package enifailover.harness.benchmark;

/// List prices of us-east-1 in US dollars, without free tier or discount, as the services' public pricing pages gave
/// them in November 2026. Other Regions are within a few per cent, or up to a third dearer.
final class Prices {
    /// Lambda, arm64: a gigabyte-second, and a request.
    static final double LAMBDA_GB_SECOND = 0.0000133334;

    static final double LAMBDA_REQUEST = 0.20 / 1e6;
    /// DynamoDB on demand: a read unit (4 KB, consistent) and a write unit (1 KB).
    static final double DYNAMODB_READ = 0.125 / 1e6;

    static final double DYNAMODB_WRITE = 0.625 / 1e6;
    /// CloudWatch: a custom metric a month, pro rata by the hours in which it had a value.
    static final double METRIC_MONTH = 0.30;

    /// A standard alarm a month.
    static final double ALARM_MONTH = 0.10;

    /// A dashboard a month.
    static final double DASHBOARD_MONTH = 3.00;

    /// A gigabyte of logs taken in.
    static final double LOG_GB = 0.50;
    /// EventBridge: an event put by us. Events of AWS services and schedules by rules cost nothing.
    static final double CUSTOM_EVENT = 1.00 / 1e6;

    private Prices() {}
}
