package enifailover.harness.simulation;

import enifailover.port.ErrorKind;
import enifailover.testkit.region.call.AwsError;
import java.util.Locale;

/// What an error of AWS means to a run, read from the API references a second time, without the program's own table.
/// Only what the simulated Region can answer is here.
final class ErrorTable {
    private ErrorTable() {}

    static ErrorKind meaning(AwsError error) {
        String message = error.message().toLowerCase(Locale.ROOT);
        return switch (error.code()) {
            case "RequestLimitExceeded", "ThrottlingException", "ProvisionedThroughputExceededException" ->
                ErrorKind.THROTTLED;
            case "UnauthorizedOperation", "AccessDeniedException" -> ErrorKind.DENIED;
            case "InvalidNetworkInterface.InUse" -> ErrorKind.IN_USE;
            case "InvalidAttachmentID.NotFound" -> ErrorKind.ALREADY_DETACHED;
            case "AttachmentLimitExceeded" -> ErrorKind.LIMIT_REACHED;
            case "IncorrectState", "IncorrectInstanceState", "InsufficientInstanceCapacity" -> ErrorKind.WRONG_STATE;
            case "OperationNotPermitted", "UnsupportedOperation" -> ErrorKind.NOT_POSSIBLE;
            case "InvalidInstanceId" -> ErrorKind.UNREACHABLE;
            case "InvalidParameterValue", "InvalidParameterCombination" -> ofParameters(message);
            case "InvalidInstanceID.NotFound",
                    "InvalidNetworkInterfaceID.NotFound",
                    "InvalidInstanceID.Malformed",
                    "InvalidNetworkInterfaceId.Malformed",
                    "InvalidDocument",
                    "InvocationDoesNotExist" -> ErrorKind.NOT_FOUND;
            default -> error.status() >= 500 ? ErrorKind.UNANSWERED : ErrorKind.UNEXPECTED;
        };
    }

    /// Only the words tell one refusal from another.
    private static ErrorKind ofParameters(String message) {
        if (message.contains("already has an interface attached")) {
            return ErrorKind.SLOT_TAKEN;
        }
        if (message.contains("availability zone")) {
            return ErrorKind.WRONG_ZONE;
        }
        if (message.contains("in use")) {
            return ErrorKind.IN_USE;
        }
        return message.contains("network card") ? ErrorKind.LIMIT_REACHED : ErrorKind.UNEXPECTED;
    }
}
