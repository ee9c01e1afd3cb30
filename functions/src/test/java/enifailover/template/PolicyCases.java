package enifailover.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.aws.client.ApiAction;
import enifailover.template.Policies.Target;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes every role's statements, and many requests with what [Policies] says of them, as JSON into the file that is
/// given, for an evaluator that nobody here wrote: `.ci/policies` compares the two.
public final class PolicyCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Map<String, String>> STACKS = List.of(
            Map.of("NotificationEmail", "ops@example.com"),
            Map.of("ReportOnly", "true"),
            Map.of("AutomaticRecovery", "OFF", "Tracing", "Active", "StageRouting", "true"),
            Map.of(
                    "VpcIds", "vpc-0a,vpc-0b",
                    "SubnetIds", "subnet-0a",
                    "MemberProfileArns", "arn:aws:iam::*:instance-profile/sip-*",
                    "AutomaticRecovery", "ON"),
            Map.of("TagPrefix", "eni-failover-dev:"));

    private PolicyCases() {}

    public static void main(String[] arguments) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode roles = all.putArray("roles");
        for (Map<String, String> parameters : STACKS) {
            Deployed deployed = Deployed.with(parameters);
            for (String role : deployed.template().ofType("AWS::IAM::Role").keySet()) {
                if (deployed.makes(role)) {
                    roles.add(judged(role, Policies.ofRole(deployed, role)));
                }
            }
        }
        JSON.writeValue(new File(arguments[0]), all);
    }

    private static ObjectNode judged(String role, Policies policies) {
        ObjectNode node = JSON.createObjectNode().put("role", role);
        ArrayNode statements = node.putArray("statements");
        policies.statements().forEach(statements::addPOJO);
        ArrayNode requests = node.putArray("requests");
        for (ApiAction action : ApiAction.values()) {
            for (Target target : PolicyTest.ours(action)) {
                for (Target asked : variants(target)) {
                    requests.addObject()
                            .put("action", action.iam())
                            .put("resource", asked.arn())
                            .put("allowed", policies.allow(action.iam(), asked))
                            .putPOJO("tags", asked.tags());
                }
            }
        }
        return node;
    }

    private static Map<String, String> with(Target target, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(target.tags());
        all.putAll(more);
        return all;
    }

    /// The thing itself; without its tags, with others', elsewhere, and another of its kind.
    private static Iterable<Target> variants(Target target) {
        Map<String, Target> all = new LinkedHashMap<>();
        for (Map<String, String> tags : List.of(
                target.tags(),
                Map.<String, String>of(),
                Map.of("eni-failover:group", "web"),
                Map.of("ENI-FAILOVER:GROUP", "web"),
                Map.of("eni-failover:priority", "1"),
                Map.of("eni-failover-dev:group", "web"),
                with(target, Map.of("(ec2:Attribute/SourceDestCheck)", "false")),
                with(target, Map.of("(cloudwatch:AlarmActions)", "arn:aws:automate:eu-west-1:ec2:stop")),
                with(target, Map.of("(events:source)", "aws.ec2")),
                with(target, Map.of("(dynamodb:LeadingKeys)", "*", "(dynamodb:Attributes)", "group,item,enis,members")),
                with(target, Map.of("(dynamodb:LeadingKeys)", "*", "(dynamodb:Attributes)", "group,item,move")),
                with(
                        target,
                        Map.of(
                                "(ec2:Vpc)", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0b",
                                "(ec2:Subnet)", "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a",
                                "(ec2:InstanceProfile)", "arn:aws:iam::111122223333:instance-profile/sip-members")),
                with(
                        target,
                        Map.of(
                                "(ec2:Vpc)", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0c",
                                "(ec2:Subnet)", "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a",
                                "(ec2:InstanceProfile)", "arn:aws:iam::111122223333:instance-profile/another")))) {
            for (String arn : List.of(
                    target.arn(),
                    target.arn().replace(Deployed.REGION, "us-east-1"),
                    target.arn().replace(Deployed.ACCOUNT, "444455556666"),
                    target.arn().equals("*") ? "*" : target.arn() + "0")) {
                all.putIfAbsent(arn + tags, new Target(arn, tags));
            }
        }
        return all.values();
    }
}
