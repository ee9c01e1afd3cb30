package enifailover.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.client.ApiAction;
import enifailover.template.Policies.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/// No role may touch an ENI or an instance that does not carry its stack's tag: its policies are evaluated for
/// generated requests, and for every action that EC2 and Systems Manager have.
class UntaggedTest {
    private static final String PREFIX = "eni-failover:";
    private static final String DOCUMENT = "arn:aws:ssm:" + Deployed.REGION + ":" + Deployed.ACCOUNT + ":document/";
    private static final Set<String> OURS = Arrays.stream(ApiAction.values())
            .filter(ApiAction::touchesMachines)
            .map(ApiAction::iam)
            .collect(Collectors.toSet());

    /// Of nothing but a command whose random id one has to know, and no role may list commands.
    private static final Set<String> OF_AN_ID = Set.of(ApiAction.CANCEL_COMMAND.iam());

    private final Random random = new Random(20261124);

    static Set<String> roles() {
        return Template.read().ofType("AWS::IAM::Role").keySet();
    }

    private static Policies policies(String role, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("CentralBusArn", "arn:aws:events:us-east-1:444455556666:event-bus/central");
        return Policies.ofRole(Deployed.with(all), role);
    }

    /// As IAM names them: what the SDK's client calls `detachNetworkInterface` is `ec2:DetachNetworkInterface`.
    private static Set<String> everyAction(Class<?> client, String service) {
        return Stream.of(client.getMethods())
                .map(Method::getName)
                .filter(name -> !name.endsWith("Paginator"))
                .map(name -> service + ":" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The oracle. It knows nothing of the policies: what may be touched is in this account and Region and has the tag.
    private static boolean ours(Target target) {
        return target.arn().contains(":" + Deployed.REGION + ":" + Deployed.ACCOUNT + ":") && tagged(target);
    }

    private static boolean tagged(Target target) {
        return target.tags().keySet().stream().anyMatch(key -> key.equalsIgnoreCase(PREFIX + "group"));
    }

    private Target machine(String kind) {
        String region = random.nextInt(8) == 0 ? "us-east-1" : Deployed.REGION;
        String account = random.nextInt(8) == 0 ? "444455556666" : Deployed.ACCOUNT;
        Map<String, String> tags = new HashMap<>();
        for (String key : List.of(
                PREFIX + "group",
                PREFIX + "priority",
                "eni-failover-dev:group",
                "ENI-FAILOVER:GROUP",
                "group",
                "Name",
                "eni-failover:groups",
                " eni-failover:group")) {
            if (random.nextInt(4) == 0) {
                tags.put(key, random.nextBoolean() ? "web" : "");
            }
        }
        return new Target(
                "arn:aws:ec2:" + region + ":" + account + ":" + kind + Long.toHexString(random.nextLong()), tags);
    }

    private Target[] request(String action) {
        Target eni = machine("network-interface/eni-0");
        Target instance = machine("instance/i-0");
        return switch (action) {
            case "ec2:StartInstances", "ec2:StopInstances" -> new Target[] {instance};
            case "ssm:SendCommand" ->
                new Target[] {
                    instance,
                    new Target(
                            random.nextInt(3) == 0 ? DOCUMENT + "AWS-RunShellScript" : DOCUMENT + "RoutingDocument",
                            Map.of())
                };
            default -> new Target[] {eni, instance};
        };
    }

    @ParameterizedTest
    @MethodSource("roles")
    void whatIsAllowedHasTheTag(String role) {
        Policies policies = policies(role, Map.of());
        int allowed = 0;
        for (int i = 0; i < 20_000; i++) {
            String action =
                    OURS.stream().skip(random.nextInt(OURS.size())).findFirst().orElseThrow();
            Target[] request = request(action);
            if (policies.allow(action, request)) {
                allowed++;
                assertTrue(ours(request[0]), action + " of " + List.of(request));
                if (action.equals("ec2:AttachNetworkInterface")) {
                    assertTrue(ours(request[1]), action + " to " + request[1]);
                }
                if (action.equals("ssm:SendCommand")) {
                    assertEquals(DOCUMENT + "RoutingDocument", request[1].arn());
                }
            }
        }
        // A test that is never allowed anything shows nothing; these two are never allowed anything.
        boolean touches = !Set.of("DashboardRole", "ForwardRole").contains(role);
        assertEquals(touches, allowed > 0, role + ": " + allowed + " allowed");
    }

    /// Every action there is, on a machine that has no tag and on one that has: only those of the code's are allowed
    /// at all.
    @ParameterizedTest
    @MethodSource("roles")
    void noOtherActionOfEc2OrSystemsManagerChangesAnything(String role) {
        Policies policies = policies(role, Map.of("Tracing", "Active"));
        Set<String> all = new TreeSet<>(everyAction(Ec2Client.class, "ec2"));
        all.addAll(everyAction(SsmClient.class, "ssm"));
        assertTrue(all.size() > 800 && all.containsAll(OURS), all.size() + " actions");
        String here = "arn:aws:ec2:" + Deployed.REGION + ":" + Deployed.ACCOUNT + ":";
        Map<String, String> tags = Map.of(PREFIX + "group", "web");
        for (String action : all) {
            boolean looks = Arrays.stream(ApiAction.values())
                    .anyMatch(known -> !known.writes() && known.iam().equals(action));
            if (looks || OURS.contains(action) || OF_AN_ID.contains(action)) {
                continue;
            }
            for (Target target : List.of(
                    new Target(here + "network-interface/eni-0a", tags),
                    new Target(here + "instance/i-0a", tags),
                    new Target(here + "security-group/sg-0a", Map.of()),
                    new Target(DOCUMENT + "RoutingDocument", Map.of()),
                    new Target("*", Map.of()))) {
                assertFalse(policies.allow(action, target), role + " may " + action + " of " + target);
            }
        }
    }
}
