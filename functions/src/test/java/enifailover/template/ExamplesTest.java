package enifailover.template;

import static enifailover.template.Template.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples are failover groups that the program would look after, and that survive a move.
class ExamplesTest {
    private static final Path PAIR = Path.of("examples", "pair.yaml");
    private static final Path TERRAFORM = Path.of("examples", "terraform", "main.tf");

    private final Template pair = Template.parse(Files.readString(PAIR));
    private final String terraform = Files.readString(TERRAFORM);

    ExamplesTest() throws IOException {}

    private Set<String> tagKeys(String resource) {
        Set<String> keys = new TreeSet<>();
        Template.list(at(pair.properties(resource), "Tags"))
                .forEach(tag -> keys.add(at(tag, "Key").toString()));
        return keys;
    }

    @Test
    void theInterfaceAndBothMembersCarryTheGroupsTag() {
        String group = Map.of("Fn::Sub", "${TagPrefix}group").toString();
        for (String resource : List.of("ServiceInterface", "Active", "Standby")) {
            assertTrue(tagKeys(resource).contains(group), resource);
        }
        assertTrue(terraform.contains("{ \"${var.tag_prefix}group\" = var.name }"));
        assertEquals(
                2,
                Pattern.compile("merge\\(local\\.group,")
                        .matcher(terraform)
                        .results()
                        .count());
    }

    /// A probe leaves from where the function runs, which is outside of the example's network.
    @Test
    void noProbeIsAskedForThatNobodyLetsIn() {
        assertFalse(tagKeys("ServiceInterface")
                .contains(Map.of("Fn::Sub", "${TagPrefix}probe").toString()));
        assertFalse(terraform.contains("tag_prefix}probe"));
    }

    @Test
    void theInterfaceOutlivesItsHolderAndIsDeletedAfterTheMembers() {
        assertEquals(false, at(pair.properties("FirstAttachment"), "DeleteOnTermination"));
        assertEquals("1", at(pair.properties("FirstAttachment"), "DeviceIndex"));
        assertEquals("Retain", at(pair.resources(), "FirstAttachment", "DeletionPolicy"));
        for (String member : List.of("Active", "Standby")) {
            assertTrue(
                    Template.strings(at(pair.resources(), member, "DependsOn")).contains("ServiceInterface"));
        }
        assertFalse(pair.properties("ServiceAddressOfInterface").containsKey("InstanceId"));
    }

    @Test
    void terraformLeavesTheAttachmentAloneAndChecksTheLimitsFirst() {
        assertTrue(terraform.contains("ignore_changes = [attachment]"));
        assertFalse(terraform.contains("resource \"aws_network_interface_attachment\""));
        for (String limit : List.of("maximum_network_interfaces", "maximum_ipv4_addresses_per_interface")) {
            assertTrue(
                    Pattern.compile("precondition \\{\\s+condition\\s+= .*" + limit)
                            .matcher(terraform)
                            .find(),
                    limit);
        }
    }

    @Test
    void bothRunTheSamePage() throws IOException {
        String page = Files.readString(Path.of("examples", "terraform", "page.sh"));
        assertEquals(page, at(pair.properties("Member"), "LaunchTemplateData", "UserData", "Fn::Base64"));
    }

    /// China and GovCloud have partitions and console addresses of their own.
    @Test
    void nothingIsOfOnePartition() throws IOException {
        List<Path> files = new ArrayList<>(List.of(
                Path.of("template.yaml"), Path.of("samconfig.toml"), Path.of("functions/src/main/ssm/document.yaml")));
        try (Stream<Path> examples = Files.walk(Path.of("examples"))) {
            // What tools leave there is nobody's example.
            examples.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/."))
                    .forEach(files::add);
        }
        assertTrue(files.size() > 10, files::toString);
        for (Path file : files) {
            String text = Files.readString(file);
            for (String wrong : List.of("arn:aws:", "aws.amazon.com")) {
                assertFalse(text.contains(wrong), wrong + " in " + file);
            }
        }
    }

    /// CloudFormation reads no YAML aliases (user guide, "Template formats"), and cfn-lint does not say so.
    @ParameterizedTest
    @ValueSource(strings = {"template.yaml", "examples/pair.yaml", "examples/central-bus.yaml"})
    void noTemplateHasYamlAliases(String file) throws IOException {
        assertFalse(
                Pattern.compile("(?m)^[^#|]*: [&*][A-Za-z]\\w*$")
                        .matcher(Files.readString(Path.of(file)))
                        .find(),
                file);
    }
}
