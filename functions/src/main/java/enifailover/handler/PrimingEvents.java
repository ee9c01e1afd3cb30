package enifailover.handler;

import java.util.List;

/// The events of [Priming]: one with a failover, one without, a sweep, and a composite alarm. The dates are in
/// July: for dates after February the JDK runs its leap-year code too.
final class PrimingEvents {
    static final String ACTIVE = "i-0000000000000000a";
    static final String STANDBY = "i-0000000000000000b";

    private static final String SWEEP = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";

    private static final String STOPPED = """
            {"version":"0","id":"priming","detail-type":"EC2 Instance State-change Notification","source":"aws.ec2",
             "account":"111122223333","time":"2025-07-01T00:00:00Z","region":"us-east-1",
             "resources":["arn:aws:ec2:us-east-1:111122223333:instance/%1$s"],
             "detail":{"instance-id":"%1$s","state":"stopped"}}""";

    private static final String COMPOSITE_ALARM = """
            {"version":"0","id":"priming","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch",
             "account":"111122223333","time":"2025-07-01T00:00:00Z","region":"us-east-1",
             "resources":["arn:aws:cloudwatch:us-east-1:111122223333:alarm:priming"],
             "detail":{"alarmName":"priming","configuration":{"alarmRule":"ALARM(child)"},
              "state":{"value":"ALARM","reason":"","timestamp":"2025-07-01T00:00:00.000+0000"},
              "previousState":{"value":"OK","timestamp":"2025-07-01T00:00:00.000+0000"}}}""";

    /// In this order.
    static final List<String> ALL =
            List.of(STOPPED.formatted(ACTIVE), STOPPED.formatted(STANDBY), SWEEP, COMPOSITE_ALARM);

    private PrimingEvents() {}
}
