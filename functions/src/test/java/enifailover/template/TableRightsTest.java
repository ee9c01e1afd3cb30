package enifailover.template;

import static enifailover.template.PolicyTest.HERE;
import static enifailover.template.PolicyTest.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.aws.dynamodb.DynamoAuditSchedule;
import enifailover.aws.dynamodb.DynamoAuditStore;
import enifailover.aws.dynamodb.DynamoGroupStore;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.group.GroupName;
import enifailover.model.group.SavedAttachment;
import enifailover.template.Policies.Target;
import enifailover.testkit.memory.ManualScheduler;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.dynamo.Redirected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// What an audit writes into the table, as it goes over the wire, is what its role may write: IAM compares the keys of
/// the rows, and every attribute that an expression names.
class TableRightsTest {
    @RegisterExtension
    static final DynamoOfAClass DYNAMO = new DynamoOfAClass();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GroupName WEB = new GroupName("web");
    private static final InstanceId A = new InstanceId("i-0a1b2c3d4e5f60001");

    /// What was sent to update an item.
    private static final class Recording implements SdkHttpClient {
        final List<JsonNode> updates = new ArrayList<>();
        private final SdkHttpClient sockets = UrlConnectionHttpClient.create();
        private final URI dynamo;

        Recording(URI dynamo) {
            this.dynamo = dynamo;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            boolean updates = request.httpRequest()
                    .firstMatchingHeader("X-Amz-Target")
                    .orElse("")
                    .endsWith(".UpdateItem");
            if (updates) {
                try (var body = request.contentStreamProvider().orElseThrow().newStream()) {
                    this.updates.add(JSON.readTree(body));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return sockets.prepareRequest(Redirected.to(request, dynamo));
        }

        @Override
        public void close() {
            sockets.close();
        }
    }

    private static Target target(JsonNode update) {
        Set<String> attributes = new TreeSet<>();
        update.path("Key").fieldNames().forEachRemaining(attributes::add);
        update.path("ExpressionAttributeNames").forEach(name -> attributes.add(name.asText()));
        return plain("arn:aws:dynamodb:" + HERE + "table/Table")
                .with("dynamodb:LeadingKeys", update.at("/Key/group/S").asText())
                .with("dynamodb:Attributes", String.join(",", attributes));
    }

    @Test
    void theAuditsRoleMayWriteWhatAuditsWrite() {
        Recording wire = new Recording(DYNAMO.running().endpoint());
        DYNAMO.running().makeTable("Table");
        ManualScheduler time = new ManualScheduler();
        try (Clients clients = new Clients(
                "eu-west-1", wire, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))) {
            SavedAttachment memory = new SavedAttachment(new DevicePosition(1, 0), AttachmentAttributes.FRESH, A);
            new DynamoGroupStore(clients, "Table", time)
                    .saveAttachments(WEB, Map.of(new EniId("eni-0a1b2c3d4e5f60718"), memory), Set.of(A));
            new DynamoAuditStore(clients, "Table").keep(WEB, AuditBaseline.NOTHING);
            new DynamoAuditSchedule(clients, "Table")
                    .take(time.now(), time.now().plusSeconds(30));
        }
        assertEquals(3, wire.updates.size());
        Policies role = Policies.ofRole(Deployed.with(Map.of()), "ReadinessRole");
        wire.updates.forEach(
                update -> assertTrue(role.allow(ApiAction.UPDATE_ITEM.iam(), target(update)), update.toPrettyString()));
    }
}
