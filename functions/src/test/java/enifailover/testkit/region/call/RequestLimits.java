package enifailover.testkit.region.call;

import enifailover.testkit.region.call.Attempt.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// EC2's and CloudWatch's request limits per account, Region and API. Source: AWS documentation, "Request throttling
/// for the Amazon EC2 API" and the quotas of CloudWatch; CloudWatch's refill, and what is not listed, is inferred.
final class RequestLimits {
    private record Limit(double bucket, double refill) {}

    private static final Map<String, Limit> NAMED = Map.ofEntries(
            Map.entry("ec2:AttachNetworkInterface", new Limit(50, 5)),
            Map.entry("ec2:DetachNetworkInterface", new Limit(50, 5)),
            Map.entry("ec2:ModifyNetworkInterfaceAttribute", new Limit(100, 5)),
            Map.entry("ec2:CreateNetworkInterface", new Limit(100, 5)),
            Map.entry("ec2:AssignPrivateIpAddresses", new Limit(100, 5)),
            Map.entry("ec2:CreateTags", new Limit(100, 10)),
            Map.entry("ec2:DeleteTags", new Limit(100, 10)),
            Map.entry("ec2:StartInstances", new Limit(5, 2)),
            Map.entry("monitoring:PutMetricAlarm", new Limit(3, 3)),
            Map.entry("monitoring:SetAlarmState", new Limit(3, 3)),
            Map.entry("monitoring:DeleteAlarms", new Limit(3, 3)),
            Map.entry("monitoring:EnableAlarmActions", new Limit(3, 3)),
            Map.entry("monitoring:DisableAlarmActions", new Limit(3, 3)),
            Map.entry("monitoring:ListTagsForResource", new Limit(10, 10)),
            Map.entry("monitoring:TagResource", new Limit(20, 20)),
            Map.entry("monitoring:DescribeAlarms", new Limit(9, 9)),
            Map.entry("monitoring:GetMetricData", new Limit(500, 500)),
            Map.entry("monitoring:PutMetricData", new Limit(500, 500)));
    private static final Limit FILTERED = new Limit(100, 20);
    private static final Limit UNFILTERED = new Limit(50, 10);
    private static final Limit OTHER_WRITES = new Limit(200, 10);

    private final Map<String, Bucket> buckets = new HashMap<>();

    /// The refusal, or null where there is a token.
    @Nullable
    AwsError refusal(Attempt attempt, Instant now) {
        boolean ec2 = attempt.service().equals("ec2");
        Limit limit = NAMED.get(attempt.permission());
        if (limit == null) {
            if (!ec2) {
                return null;
            }
            limit = attempt.kind() == Kind.READ
                    ? FILTERED
                    : attempt.kind() == Kind.READ_ALL ? UNFILTERED : OTHER_WRITES;
        }
        Limit size = limit;
        String name = attempt.permission() + (attempt.kind() == Kind.READ_ALL ? "/all" : "");
        boolean allowed = buckets.computeIfAbsent(name, _ -> new Bucket(size.bucket(), size.refill(), now))
                .take(now);
        return allowed ? null : throttled(attempt.service());
    }

    /// How a service words it. EC2: D, HTTP 503; Systems Manager and CloudWatch: D, HTTP 400.
    static AwsError throttled(String service) {
        return service.equals("ec2")
                ? new AwsError(503, "RequestLimitExceeded", "Request limit exceeded.")
                : new AwsError(
                        400, service.equals("monitoring") ? "Throttling" : "ThrottlingException", "Rate exceeded");
    }
}
