package enifailover.simulation;

import enifailover.port.Refusal;
import enifailover.region.call.AwsError;
import java.util.Locale;

/// What an error of AWS means to a run, read from the API references a second time, without the program's own table.
/// Only what the simulated Region can answer is here.
final class ErrorTable {
    private ErrorTable() {}

    static Refusal meaning(AwsError error) {
        String words = error.message().toLowerCase(Locale.ROOT);
        return switch (error.code()) {
            case "RequestLimitExceeded", "ThrottlingException", "ProvisionedThroughputExceededException" ->
                Refusal.THROTTLED;
            case "UnauthorizedOperation", "AccessDeniedException" -> Refusal.DENIED;
            case "InvalidNetworkInterface.InUse" -> Refusal.IN_USE;
            case "InvalidAttachmentID.NotFound" -> Refusal.ALREADY_DETACHED;
            case "AttachmentLimitExceeded" -> Refusal.LIMIT_REACHED;
            case "IncorrectState", "IncorrectInstanceState", "InsufficientInstanceCapacity" -> Refusal.WRONG_STATE;
            case "OperationNotPermitted", "UnsupportedOperation" -> Refusal.NOT_POSSIBLE;
            case "InvalidInstanceId" -> Refusal.UNREACHABLE;
            case "InvalidParameterValue", "InvalidParameterCombination" -> ofParameters(words);
            case "InvalidInstanceID.NotFound",
                    "InvalidNetworkInterfaceID.NotFound",
                    "InvalidInstanceID.Malformed",
                    "InvalidNetworkInterfaceId.Malformed",
                    "InvalidDocument",
                    "InvocationDoesNotExist" -> Refusal.NOT_FOUND;
            default -> error.status() >= 500 ? Refusal.UNANSWERED : Refusal.UNEXPECTED;
        };
    }

    /// Only the words tell one refusal from another.
    private static Refusal ofParameters(String words) {
        if (words.contains("already has an interface attached")) {
            return Refusal.SLOT_TAKEN;
        }
        if (words.contains("availability zone")) {
            return Refusal.WRONG_ZONE;
        }
        if (words.contains("in use")) {
            return Refusal.IN_USE;
        }
        return words.contains("network card") ? Refusal.LIMIT_REACHED : Refusal.UNEXPECTED;
    }
}
