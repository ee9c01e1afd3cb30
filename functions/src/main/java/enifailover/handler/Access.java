package enifailover.handler;

import com.amazonaws.services.lambda.runtime.Context;
import enifailover.drill.DrillRequest;
import enifailover.readiness.ReadinessRequest;
import java.util.List;

/// The requests that a caller may make, by the alias that is invoked: IAM can restrict the alias, but not the
/// content of a request.
enum Access {
    /// By the alias `read`: requests that change no group.
    READ,
    /// By any other alias.
    ALL;

    private static final String ALIAS = ":read";
    private static final String FORM =
            "status, history and plan by the alias read, all other requests by the alias live";

    static Access of(Context context) {
        String arn = context.getInvokedFunctionArn();
        return arn != null && arn.endsWith(ALIAS) ? READ : ALL;
    }

    /// The request, or an invalid request if the alias does not allow it.
    DrillRequest of(DrillRequest request) {
        boolean reads =
                switch (request) {
                    case DrillRequest.Status _, DrillRequest.History _, DrillRequest.InvalidRequest _ -> true;
                    case DrillRequest.Drill drill -> drill.action() == DrillRequest.Action.PLAN;
                    case DrillRequest.StopOrResume _ -> false;
                };
        return this == ALL || reads
                ? request
                : new DrillRequest.InvalidRequest(List.of("the alias read does not allow changes"), FORM);
    }

    /// The request, or an invalid request if the alias does not allow it. A reader may request an audit, because the
    /// schedule runs one every 15 minutes too.
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
                : new ReadinessRequest.InvalidRequest("the alias read allows {\"action\":\"audit\"} only");
    }
}
