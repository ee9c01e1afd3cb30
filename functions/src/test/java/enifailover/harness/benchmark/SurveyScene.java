package enifailover.harness.benchmark;

import enifailover.aws.client.StackResourceNames;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.bus.EventBus.Rule;
import enifailover.testkit.region.ec2.RouteTable.Route;
import enifailover.testkit.region.ssm.Document;
import enifailover.testkit.region.time.VirtualTime;
import java.util.List;
import java.util.stream.Collectors;

/// An account with many groups, each of one ENI, an active and a standby: fifty groups a subnet, five subnets a VPC,
/// every subnet with a route table of its own, every VPC with a flow log. EC2's and CloudWatch's request limits hold.
final class SurveyScene {
    private static final int GROUPS_IN_SUBNET = 50;
    private static final int SUBNETS_IN_VPC = 5;

    private static final List<String> RULES = List.of(
            "StateChange",
            "StatusCheckAlarm",
            "StatusCheckContributor",
            "Health",
            "SpotInterruption",
            "TerminateLifecycleAction",
            "Rebalance",
            "Sweep");

    static final StackResourceNames OURS = new StackResourceNames(
            RULES.stream().collect(Collectors.toMap(name -> name, SurveyScene::rule)),
            "eni-failover-DeadLetterAlarm-1A2B3C");

    private SurveyScene() {}

    private static String rule(String trigger) {
        return "eni-failover-FailoverFunction" + trigger + "-1A2B3C";
    }

    static Region of(int groups, VirtualTime time) {
        RegionBuilder scene = Region.builder(time).document(Document.unchecked(Scenes.DOCUMENT));
        int subnets = (groups + GROUPS_IN_SUBNET - 1) / GROUPS_IN_SUBNET;
        for (int i = 0; i < subnets; i++) {
            int number = i;
            scene.subnet(subnet(i), subnet -> subnet.vpc(vpc(number))
                    .zone("eu-west-1a")
                    .cidr("10.%d.%d.0/24".formatted(number / 250, number % 250)));
        }
        for (int i = 0; i < groups; i++) {
            String group = "group-" + i;
            String subnet = subnet(i / GROUPS_IN_SUBNET);
            String active = "i-0aaaaaaaa%08x".formatted(i);
            scene.instance(active, one -> one.subnet(subnet).tag("eni-failover:group", group));
            scene.instance(standby(i), one -> one.subnet(subnet).tag("eni-failover:group", group));
            scene.eni(
                    "eni-0%016x".formatted(0xcccc_0000_0000L + i),
                    eni -> eni.subnet(subnet).tag("eni-failover:group", group).on(active, 1));
        }
        Region region = scene.build();
        region.strike(world -> {
            for (int i = 0; i < subnets; i++) {
                world.surroundings().table(subnet(i), Route.to("10.0.0.0/8", "local"), Route.to("0.0.0.0/0", "igw-1"));
            }
            for (int i = 0; i < subnets; i += SUBNETS_IN_VPC) {
                world.surroundings().log(vpc(i), "SUCCESS");
            }
        });
        RULES.forEach(name -> region.bus().put(new Rule(rule(name), "ENABLED", "{}", "")));
        region.faults().requestLimits();
        return region;
    }

    static String standby(int group) {
        return "i-0bbbbbbbb%08x".formatted(group);
    }

    private static String subnet(int number) {
        return "subnet-0%016x".formatted(number);
    }

    private static String vpc(int subnet) {
        return "vpc-0%016x".formatted(subnet / SUBNETS_IN_VPC);
    }
}
