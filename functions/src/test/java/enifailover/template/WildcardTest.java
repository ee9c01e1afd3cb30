package enifailover.template;

import static enifailover.template.Template.at;
import static enifailover.template.Template.strings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every `*` in a resource of a policy has a reason of AWS's: beside it in the template, where it stands alone; here,
/// where it is the end of a name.
class WildcardTest {
    private static final Pattern EVERYTHING = Pattern.compile("\\s*\"?Resource\"?: \"\\*\",?");
    private static final Pattern REASON = Pattern.compile("\\s*# \"\\*\": \\S.*");
    /// A statement is short: its reason stands above its Sid.
    private static final int NEAR = 16;

    private static final Map<String, String> ENDS_OPEN = Map.of(
            "arn:aws:ec2:eu-west-1:111122223333:network-interface/*",
            "an ENI is known by its tag, which a condition asks for",
            "arn:aws:ec2:eu-west-1:111122223333:instance/*",
            "an instance is known by its tag, which a condition asks for; a detach and a modification of an ENI name its"
                    + " holder too, whose tags may be gone, and there the ENI's tag decides",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/a-stack/FailoverFunction:*",
            "a log group's ARN as CloudFormation gives it: all its streams",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/a-stack/DrillFunction:*",
            "the same",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/a-stack/DashboardFunction:*",
            "the same",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/a-stack/ReadinessFunction:*",
            "the same",
            "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a-stack/*",
            "the stack's own alarms, one for each check of each member; no stack's name has a slash");

    @Test
    void whereEverythingIsAllowedTheTemplateSaysWhy() throws IOException {
        String template = Files.readString(Path.of("template.yaml"));
        assertEquals(List.of(), withoutReason(template));
    }

    /// The lines with a `*` of their own and no reason above them. A reason counts once.
    private static List<String> withoutReason(String template) {
        List<String> lines = template.lines().toList();
        List<String> found = new ArrayList<>();
        int used = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!EVERYTHING.matcher(lines.get(i)).matches()) {
                continue;
            }
            int reason = -1;
            for (int above = i - 1; above > Math.max(used, i - NEAR) && reason < 0; above--) {
                if (REASON.matcher(lines.get(above)).matches()) {
                    reason = above;
                }
            }
            if (reason < 0) {
                found.add("line " + (i + 1) + ": " + lines.get(i).strip());
            } else {
                used = i;
            }
        }
        return found;
    }

    @Test
    void aNewOneWithoutAReasonIsFound() throws IOException {
        String template = Files.readString(Path.of("template.yaml"));
        String worse =
                template.replace("            Action: cloudwatch:DescribeAlarms\n            Resource: \"*\"\n", """
                            Action: cloudwatch:DescribeAlarms
                            Resource: "*"
                          - Sid: More
                            Effect: Allow
                            Action: ec2:DescribeVpcs
                            Resource: "*"
                """);
        assertEquals(1, withoutReason(worse).size(), () -> withoutReason(worse).toString());
        assertEquals(1, withoutReason("\"Resource\": \"*\"").size());
    }

    @Test
    void everyOtherStarIsTheEndOfANameAndHasItsReason() {
        Set<String> open = new TreeSet<>();
        Deployed deployed = Deployed.withDefaults();
        deployed.template().ofType("AWS::IAM::Role").keySet().stream()
                .filter(deployed::makes)
                .forEach(role -> Policies.ofRole(deployed, role)
                        .statements()
                        .forEach(statement -> strings(at(statement, "Resource")).stream()
                                .filter(resource -> resource.contains("*") && !resource.equals("*"))
                                .forEach(open::add)));
        assertEquals(new TreeSet<>(ENDS_OPEN.keySet()), open);
    }

    /// The evaluator judges no element that it does not know: a `NotResource` cannot slip past this test.
    @Test
    void whatIsNotKnownIsNotJudged() {
        String document = templateWith("Resource: !GetAtt Table.Arn", "NotResource: !GetAtt Table.Arn");
        Template changed = Template.parse(document);
        assertThrows(IllegalStateException.class, () -> Policies.of(Deployed.of(changed), "FailoverFunction"));
    }

    private static String templateWith(String what, String instead) {
        try {
            return Files.readString(Path.of("template.yaml")).replace(what, instead);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
