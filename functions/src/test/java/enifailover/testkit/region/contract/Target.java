package enifailover.testkit.region.contract;

import enifailover.testkit.region.Scenes;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Something that claims to answer as AWS does.
///
/// @param name what it is
/// @param ec2 its EC2
/// @param ssm its Systems Manager
/// @param cloudWatch its CloudWatch
record Target(String name, Ec2Client ec2, SsmClient ssm, CloudWatchClient cloudWatch) {

    static Target of(String name, SdkHttpClient http, URI endpoint) {
        return new Target(
                name,
                Scenes.client(Ec2Client.builder(), http, endpoint),
                Scenes.client(SsmClient.builder(), http, endpoint),
                Scenes.client(CloudWatchClient.builder(), http, endpoint));
    }

    /// What came of a call: what it returns, or AWS's error code, or the HTTP status where there was none.
    static String outcome(Supplier<String> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            String code =
                    e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
            return code == null || code.isEmpty() ? "HTTP " + e.statusCode() : code;
        } catch (SdkException e) {
            return e.getClass().getSimpleName();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
