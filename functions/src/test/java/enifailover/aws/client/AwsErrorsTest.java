package enifailover.aws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.port.AwsCallException;
import enifailover.port.ErrorKind;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/// Every error that AWS is known to give, and what it means.
class AwsErrorsTest {

    /// Failures 8, 9, 15, 33, 35: permanent and passing errors are told apart, whatever EC2 calls them.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | InvalidParameterCombination | You may not attach a network interface to an instance if they are"
                        + " not in the same availability zone | WRONG_ZONE",
                "400 | InvalidNetworkInterface.InUse | Interface: [eni-1] in use. | IN_USE",
                "400 | InvalidParameterValue | Interface: [eni-1] in use. | IN_USE",
                "400 | InvalidParameterValue | Instance 'i-1' already has an interface attached at device index '1'."
                        + " | SLOT_TAKEN",
                "400 | InvalidParameterValue | The network card index 3 is not valid | LIMIT_REACHED",
                "400 | InvalidParameterValue | something else | UNEXPECTED",
                "400 | InvalidParameterCombination | something else | UNEXPECTED",
                "400 | AttachmentLimitExceeded | Interface count 3 exceeds the limit for t3.micro | LIMIT_REACHED",
                "400 | IncorrectState | not in a valid state | WRONG_STATE",
                "400 | IncorrectInstanceState | not in a valid state | WRONG_STATE",
                "500 | InsufficientInstanceCapacity | no capacity | WRONG_STATE",
                "400 | InvalidInstanceID.NotFound | The instance ID 'i-1' does not exist | NOT_FOUND",
                "400 | InvalidInstanceID.Malformed | Invalid id | NOT_FOUND",
                "400 | InvalidNetworkInterfaceID.NotFound | does not exist | NOT_FOUND",
                "400 | InvalidNetworkInterfaceID.Malformed | Invalid id | NOT_FOUND",
                "400 | InvalidNetworkInterfaceId.Malformed | Invalid id | NOT_FOUND",
                "400 | OperationNotPermitted | The network interface at device index 0 cannot be detached |"
                        + " NOT_POSSIBLE",
                "400 | OperationNotPermitted | You do not have permission to access the specified resource. |"
                        + " NOT_POSSIBLE",
                "400 | InvalidAttachmentID.NotFound | does not exist | ALREADY_DETACHED",
                "400 | InvalidAttachment.NotFound | does not exist | ALREADY_DETACHED",
                "503 | RequestLimitExceeded | Request limit exceeded. | THROTTLED",
                "400 | ThrottlingException | Rate exceeded | THROTTLED",
                "400 | Throttling | Rate exceeded | THROTTLED",
                "400 | ProvisionedThroughputExceededException | too much | THROTTLED",
                "429 | SomethingNew | too much | THROTTLED",
                "403 | UnauthorizedOperation | You are not authorized to perform this operation. | DENIED",
                "400 | AccessDeniedException | is not authorized to perform: ssm:SendCommand | DENIED",
                "403 | AccessDenied | is not authorized | DENIED",
                "401 | AuthFailure | AWS was not able to validate the credentials | DENIED",
                "403 | AuthorizationError | is not authorized to perform: SNS:Publish | DENIED",
                "400 | ExpiredTokenException | The security token is expired | DENIED",
                "400 | InvalidInstanceId | Instances not in a valid state for account | UNREACHABLE",
                "400 | InvocationDoesNotExist | | NOT_FOUND",
                "400 | InvalidDocument | no such document | NOT_FOUND",
                "400 | ResourceNotFoundException | Requested resource not found | NOT_FOUND",
                "404 | NotFound | Topic does not exist | NOT_FOUND",
                "500 | InternalError | An internal error has occurred | UNANSWERED",
                "503 | Unavailable | The service is unavailable | UNANSWERED",
                "500 | InternalServerError | oops | UNANSWERED",
                "503 | ServiceUnavailable | oops | UNANSWERED",
                "502 | SomethingNew | oops | UNANSWERED",
                "400 | SomethingNew | oops | UNEXPECTED",
                "400 | ValidationException | oops | UNEXPECTED",
                "412 | DryRunOperation | Request would have succeeded, but DryRun flag is set. | UNEXPECTED",
            })
    void eachCodeHasItsMeaning(int status, String code, String told, ErrorKind meaning) {
        String message = told == null ? "" : told;
        assertEquals(meaning, AwsErrors.refusal(code, message, status));
        AwsServiceException answer = Ec2Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
        AwsCallException awsCallException = refused(answer);
        assertEquals(meaning, awsCallException.refusal());
        assertEquals(code, awsCallException.code());
        assertEquals(message, awsCallException.getMessage());
        assertEquals("ec2:AttachNetworkInterface", awsCallException.action());
    }

    @Test
    void anAnswerThatIsNoAnswerOfAws() {
        AwsCallException gateway =
                refused(Ec2Exception.builder().statusCode(502).build());
        assertEquals(ErrorKind.UNANSWERED, gateway.refusal());
        assertEquals("HTTP 502", gateway.code());
        assertEquals(
                ErrorKind.UNEXPECTED,
                refused(Ec2Exception.builder().statusCode(302).build()).refusal());
    }

    @Test
    void silenceIsNeitherYesNorNo() {
        AwsCallException lost = refused(SdkClientException.create("no", new SocketTimeoutException("Read timed out")));
        assertEquals(ErrorKind.UNANSWERED, lost.refusal());
        assertEquals("SocketTimeoutException", lost.code());
        assertEquals(
                ErrorKind.UNANSWERED, refused(ApiCallTimeoutException.create(1)).refusal());
    }

    private static AwsCallException refused(RuntimeException thrown) {
        return assertThrows(
                AwsCallException.class,
                () -> AwsErrors.<String>ask(ApiAction.ATTACH_NETWORK_INTERFACE, () -> {
                    throw thrown;
                }));
    }
}
