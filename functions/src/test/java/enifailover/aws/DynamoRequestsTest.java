package enifailover.aws;

import enifailover.port.Requests;
import enifailover.port.RequestsContract;
import enifailover.port.Time;
import enifailover.region.dynamo.LocalDynamo;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The requests on DynamoDB keep the contract.
class DynamoRequestsTest extends RequestsContract {
    private static final String TABLE = "groups";

    @SuppressWarnings("NullAway.Init")
    private static LocalDynamo dynamo;

    @SuppressWarnings("NullAway.Init")
    private static Clients clients;

    @BeforeAll
    static void start() throws IOException {
        dynamo = LocalDynamo.start();
        System.setProperty("aws.endpointUrl", dynamo.endpoint().toString());
        clients = new Clients(
                "eu-west-1",
                UrlConnectionHttpClient.create(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
        dynamo.makeTable(TABLE);
    }

    @AfterAll
    static void stop() throws IOException {
        System.clearProperty("aws.endpointUrl");
        clients.close();
        dynamo.close();
    }

    @Override
    protected Requests requests(Time with) {
        return new DynamoRequests(clients, TABLE, with);
    }
}
