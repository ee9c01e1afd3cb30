package enifailover.testkit.region.call;

/// How services word a missing permission. EC2: D; the others: O.
final class Denials {
    private Denials() {}

    static AwsError of(Attempt attempt) {
        String who = "User: arn:aws:sts::000000000000:assumed-role/"
                + attempt.caller().name();
        return switch (attempt.service()) {
            case "ec2" ->
                new AwsError(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. " + who + " is not authorized to perform: "
                                + attempt.permission() + " because no identity-based policy allows the action.");
            case "monitoring", "sns" ->
                new AwsError(
                        403,
                        attempt.service().equals("sns") ? "AuthorizationError" : "AccessDenied",
                        who + " is not authorized to perform: " + attempt.permission());
            default ->
                new AwsError(
                        400, "AccessDeniedException", who + " is not authorized to perform: " + attempt.permission());
        };
    }
}
