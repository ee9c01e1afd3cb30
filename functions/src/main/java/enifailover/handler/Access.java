package enifailover.handler;

import com.amazonaws.services.lambda.runtime.Context;
import enifailover.drill.DrillRequest;
import enifailover.readiness.ReadinessRequest;
import java.util.List;

/// What a caller may ask of a function, by the alias through which he calls it: IAM allows an alias or not, and knows
/// nothing of what is asked there.
enum Access {
    /// Through the alias `read`: what changes no group.
    READ,
    /// Through any other way.
    ALL;

    private static final String ALIAS = ":read";
    private static final String FORM = "status, history and plan by the alias read, all else by the alias live";

    static Access of(Context context) {
        String arn = context.getInvokedFunctionArn();
        return arn != null && arn.endsWith(ALIAS) ? READ : ALL;
    }

    /// The request, or in its place that it is not allowed here.
    DrillRequest of(DrillRequest request) {
        boolean reads =
                switch (request) {
                    case DrillRequest.Status _, DrillRequest.History _, DrillRequest.InvalidRequest _ -> true;
                    case DrillRequest.Drill drill -> drill.action() == DrillRequest.Action.PLAN;
                    case DrillRequest.StopOrResume _ -> false;
                };
        return this == ALL || reads
                ? request
                : new DrillRequest.InvalidRequest(List.of("the alias read lets nobody change anything"), FORM);
    }

    /// The request, or in its place that it is not allowed here. An audit is what the schedule asks for every quarter
    /// of an hour, so whoever may read may ask for one.
    ReadinessRequest of(ReadinessRequest request) {
        boolean reads =
                switch (request) {
                    case ReadinessRequest.Asked(var accept) -> accept.isEmpty();
                    case ReadinessRequest.InvalidRequest _ -> true;
                    case ReadinessRequest.GoneAccepted _,
                            ReadinessRequest.Scheduled _,
                            ReadinessRequest.TagsChanged _,
                            ReadinessRequest.OfInstance _ -> false;
                };
        return this == ALL || reads
                ? request
                : new ReadinessRequest.InvalidRequest("the alias read takes {\"action\":\"audit\"} and nothing else");
    }
}
