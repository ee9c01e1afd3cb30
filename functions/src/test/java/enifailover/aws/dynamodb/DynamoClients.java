package enifailover.aws.dynamodb;

import enifailover.aws.client.Clients;
import enifailover.aws.client.LostAnswers;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The clients as the functions have them, on a DynamoDB Local of the test class: a static field with
/// `@RegisterExtension`.
public final class DynamoClients implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    /// The way to it, which can lose answers and counts requests.
    public final LostAnswers wire = new LostAnswers(UrlConnectionHttpClient.create());

    private final DynamoOfAClass dynamo = new DynamoOfAClass();
    private @Nullable Clients clients;
    private int tables;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        dynamo.beforeAll(context);
        System.setProperty("aws.endpointUrl", dynamo.running().endpoint().toString());
        clients = new Clients(
                "eu-west-1", wire, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        tables++;
        dynamo.running().makeTable(table());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        System.clearProperty("aws.endpointUrl");
        clients().close();
        dynamo.afterAll(context);
    }

    public Clients clients() {
        Clients present = clients;
        if (present == null) {
            throw new IllegalStateException("no test of the class has begun");
        }
        return present;
    }

    /// @return the name of the test's own table, as `template.yaml` makes it
    public String table() {
        return "table-" + tables;
    }
}
