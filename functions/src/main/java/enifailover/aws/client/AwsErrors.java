package enifailover.aws.client;

import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// The one place that knows AWS's error codes: what each means for a failover.
public final class AwsErrors {
    /// What a request with `DryRun` is answered when it would have been allowed.
    public static final String ALLOWED_DRY_RUN = "DryRunOperation";

    /// One row of the table.
    ///
    /// @param errorKind what it means
    /// @param message what the message must contain, in lower case; empty where the code says enough
    /// @param codes AWS's codes, in every spelling seen
    private record Row(ErrorKind errorKind, String message, List<String> codes) {
        Row(ErrorKind errorKind, String... codes) {
            this(errorKind, "", List.of(codes));
        }

        boolean matches(String code, String told) {
            return codes.contains(code) && told.toLowerCase(Locale.ROOT).contains(message);
        }
    }

    /// The first row that matches counts. Sources: EC2 API error codes, SSM, CloudWatch, DynamoDB, EventBridge and SNS
    /// API references, and messages seen in public code.
    private static final List<Row> TABLE = List.of(
            new Row(ErrorKind.IN_USE, "InvalidNetworkInterface.InUse", "InvalidNetworkInterfaceID.InUse"),
            // EC2 uses these two codes for much; only its words tell one refusal from another.
            new Row(ErrorKind.SLOT_TAKEN, "already has an interface attached at device index", ambiguous()),
            new Row(ErrorKind.WRONG_ZONE, "availability zone", ambiguous()),
            new Row(ErrorKind.IN_USE, "in use", ambiguous()),
            new Row(ErrorKind.LIMIT_REACHED, "network card", ambiguous()),
            new Row(
                    ErrorKind.LIMIT_REACHED,
                    "AttachmentLimitExceeded",
                    "NetworkInterfaceLimitExceeded",
                    "InstanceLimitExceeded",
                    "VcpuLimitExceeded"),
            new Row(
                    ErrorKind.WRONG_STATE,
                    "IncorrectState",
                    "IncorrectInstanceState",
                    "InvalidState",
                    "InsufficientInstanceCapacity",
                    "InsufficientHostCapacity"),
            new Row(
                    ErrorKind.ALREADY_DETACHED,
                    "InvalidAttachmentID.NotFound",
                    "InvalidAttachment.NotFound",
                    "InvalidAttachmentId.NotFound"),
            new Row(
                    ErrorKind.NOT_FOUND,
                    "InvalidInstanceID.NotFound",
                    "InvalidInstanceID.Malformed",
                    "InvalidNetworkInterfaceID.NotFound",
                    "InvalidNetworkInterfaceID.Malformed",
                    "InvalidNetworkInterfaceId.NotFound",
                    "InvalidNetworkInterfaceId.Malformed",
                    "InvalidSubnetID.NotFound",
                    "InvalidInstanceType",
                    "InvalidDocument",
                    "InvalidDocumentVersion",
                    "InvalidCommandId",
                    "InvocationDoesNotExist",
                    "ResourceNotFoundException",
                    "ResourceNotFound",
                    "NotFound",
                    "NotFoundException"),
            new Row(ErrorKind.NOT_POSSIBLE, "OperationNotPermitted", "UnsupportedOperation"),
            new Row(ErrorKind.UNREACHABLE, "InvalidInstanceId", "UnsupportedPlatformType"),
            new Row(
                    ErrorKind.DENIED,
                    "UnauthorizedOperation",
                    "AccessDenied",
                    "AccessDeniedException",
                    "AuthFailure",
                    "AuthorizationError",
                    "AuthorizationErrorException",
                    "NotAuthorized",
                    "OptInRequired",
                    "KMSAccessDenied",
                    "KMSAccessDeniedException",
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "MissingAuthenticationToken",
                    "SignatureDoesNotMatch",
                    "InvalidSignatureException",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "RequestExpired"),
            new Row(
                    ErrorKind.THROTTLED,
                    "RequestLimitExceeded",
                    "RequestThrottled",
                    "RequestThrottledException",
                    "Throttling",
                    "ThrottlingException",
                    "ThrottledException",
                    "TooManyRequestsException",
                    "ProvisionedThroughputExceededException",
                    "EC2ThrottledException",
                    "SlowDown"),
            new Row(
                    ErrorKind.UNANSWERED,
                    "InternalError",
                    "InternalException",
                    "InternalFailure",
                    "InternalServerError",
                    "InternalServerException",
                    "InternalServiceError",
                    "InternalServiceFault",
                    "RequestTimeout",
                    "RequestTimeoutException",
                    "ServiceUnavailable",
                    "ServiceUnavailableException",
                    "Unavailable"));

    private AwsErrors() {}

    private static List<String> ambiguous() {
        return List.of("InvalidParameterValue", "InvalidParameterCombination");
    }

    /// What an error code means. A code that nobody has put in the table is [ErrorKind#UNEXPECTED], unless AWS says by
    /// its HTTP status that the fault is its own.
    ///
    /// @param code AWS's error code
    /// @param message AWS's words
    /// @param status the HTTP status; 0 where there was none
    public static ErrorKind refusal(String code, String message, int status) {
        for (Row row : TABLE) {
            if (row.matches(code, message)) {
                return row.errorKind();
            }
        }
        if (status == 429) {
            return ErrorKind.THROTTLED;
        }
        return status >= 500 ? ErrorKind.UNANSWERED : ErrorKind.UNEXPECTED;
    }

    /// Makes a request and turns whatever the SDK throws into [AwsCallException].
    public static <T> T ask(ApiAction action, Supplier<T> request) {
        try {
            return request.get();
        } catch (AwsServiceException answer) {
            throw refused(action, answer);
        } catch (SdkException silence) {
            Throwable cause = silence;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String code = cause.getClass().getSimpleName();
            throw new AwsCallException(ErrorKind.UNANSWERED, action.iam(), code, message(silence), silence);
        }
    }

    private static AwsCallException refused(ApiAction action, AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code =
                details == null || details.errorCode() == null ? "HTTP " + answer.statusCode() : details.errorCode();
        String message = details == null || details.errorMessage() == null ? message(answer) : details.errorMessage();
        ErrorKind errorKind =
                answer.isThrottlingException() ? ErrorKind.THROTTLED : refusal(code, message, answer.statusCode());
        return new AwsCallException(errorKind, action.iam(), code, message, answer);
    }

    private static String message(Throwable thrown) {
        return Objects.requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName());
    }
}
