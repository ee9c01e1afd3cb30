package enifailover.template;

import static enifailover.template.Template.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What is kept: encrypted, for as long as was chosen, and the table beyond the stack's life.
class KeepingTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d";

    /// Where each kind of store names its key.
    private static final Map<String, String> STORES = Map.of(
            "AWS::DynamoDB::Table", "SSESpecification",
            "AWS::Logs::LogGroup", "KmsKeyId",
            "AWS::SQS::Queue", "KmsMasterKeyId",
            "AWS::SNS::Topic", "KmsMasterKeyId");

    @Test
    void everyStoreUsesTheKeyThatIsGiven() {
        Deployed given = Deployed.with(Map.of("KmsKeyArn", KEY, "NotificationEmail", "ops@example.com"));
        Set<String> kinds = new TreeSet<>();
        STORES.forEach(
                (type, property) -> given.template().ofType(type).keySet().forEach(store -> {
                    kinds.add(type);
                    Object found = at(given.properties(store), property);
                    assertEquals(KEY, found instanceof Map<?, ?> table ? table.get("KMSMasterKeyId") : found, store);
                }));
        assertEquals(STORES.keySet(), kinds);
    }

    /// Log groups and topics without a key are CloudWatch's and SNS's own affair; the others have a switch.
    @Test
    void withoutOneAwsEncryptsAllTheSame() {
        Deployed usual = Deployed.withDefaults();
        assertEquals(true, at(usual.properties("DeadLetterQueue"), "SqsManagedSseEnabled"));
        assertEquals(true, at(usual.properties("Table"), "SSESpecification", "SSEEnabled"));
        assertFalse(usual.properties("DeadLetterQueue").containsKey("KmsMasterKeyId"));
    }

    @Test
    void everyLogGroupEndsWhenItWasChosen() {
        Deployed chosen = Deployed.with(Map.of("LogRetentionDays", "30"));
        chosen.template()
                .ofType("AWS::Logs::LogGroup")
                .keySet()
                .forEach(group -> assertEquals("30", at(chosen.properties(group), "RetentionInDays"), group));
    }

    /// Nothing else outlives its stack: a second deployment of the same name would not come up.
    @Test
    void theTableAloneIsKeptAndThatIsSaid() throws IOException {
        Template template = Template.read();
        Set<String> kept = new TreeSet<>();
        template.resources().forEach((id, resource) -> {
            if ("Retain".equals(Template.map(resource).get("DeletionPolicy"))) {
                kept.add(id);
            }
        });
        assertEquals(Set.of("Table"), kept);
        String output =
                at(template.section("Outputs"), "TableName", "Description").toString();
        assertTrue(output.contains("kept when the stack is deleted"), output);
        assertTrue(Files.readString(Path.of("docs/deployment.md")).contains("removes everything but the table"));
    }

    @Test
    void everyRunIsTracedOnlyWhereThatIsChosen() {
        assertEquals("PassThrough", tracing(Deployed.withDefaults()));
        assertEquals("Active", tracing(Deployed.with(Map.of("Tracing", "Active"))));
    }

    private static Object tracing(Deployed deployed) {
        return deployed.workedOut(at(deployed.template().section("Globals"), "Function", "Tracing"));
    }
}
