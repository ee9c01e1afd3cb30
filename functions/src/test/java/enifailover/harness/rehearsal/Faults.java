package enifailover.harness.rehearsal;

import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Checks.Kind;
import enifailover.testkit.region.ec2.Instance.Scheduled;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ec2.RouteTable.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// The faults, each with what must be found. Where the only standby is at fault the group is not ready; where there is
/// a second one it is a warning.
final class Faults {
    private static final String REBOOT = "arn:aws:automate:eu-west-1:ec2:reboot";
    private final FaultGround ground;
    private final List<Fault> all = new ArrayList<>();

    private Faults(FaultGround ground) {
        this.ground = ground;
    }

    static List<Fault> of(FaultGround ground) {
        var faults = new Faults(ground);
        faults.standbys();
        faults.places();
        faults.interfaces();
        faults.surroundings();
        faults.tags();
        faults.machinery();
        return faults.all;
    }

    private Fault fault(String name, String message, Fault.Change plant) {
        var fault = new Fault("ready-" + name, message, plant);
        all.add(fault);
        return fault;
    }

    private void standbys() {
        fault("well", "nothing", cast -> {});
        fault("stopped", "somebody stops the standby", cast -> ground.region().strike(world -> {
                    world.shutdownTakes(cast.standby(), Duration.ZERO);
                    world.stop(cast.standby(), false, "User initiated");
                }))
                .finds("BLOCKER standby-running {1}", "BLOCKER no-standby {group}");
        fault("impaired", "a standby's status check fails", cast -> ground.region()
                        .impair(cast.standby(), Kind.INSTANCE))
                .of(3)
                .finds("WARNING status-checks {1}");
        fault("agent-lost", "a standby's SSM agent stops", cast -> ground.region()
                        .loseAgent(cast.standby()))
                .of(3)
                .finds("WARNING agent-online {1}");
        fault("agent-silent", "an agent is online and was not heard of for an hour", cast -> ground.region()
                        .fleet()
                        .silence(cast.standby(), Instant.now().minus(Duration.ofHours(1))))
                .of(3)
                .finds("WARNING agent-recent {1}");
        fault("agent-old", "an old agent is installed", cast -> ground.region()
                        .fleet()
                        .agent(cast.standby(), "3.0.0.0"))
                .finds("NOTE agent-version {1}");
        fault("scheduled", "EC2 schedules the standby's retirement", cast -> ground.region()
                        .strike(world -> world.schedule(cast.standby(), retirement(cast))))
                .of(3)
                .finds("WARNING scheduled-event {1}");
    }

    private static Scheduled retirement(Cast cast) {
        var begin = Instant.now().plus(Duration.ofDays(6));
        return new Scheduled(
                "instance-event-0" + cast.standby().substring(3),
                "instance-retirement",
                "The instance is running on degraded hardware",
                begin,
                begin.plus(Duration.ofHours(2)));
    }

    private void places() {
        var far = new AtomicReference<String>("");
        fault("zone", "a third member is launched in another zone", cast -> {
                    var subnet = ground.subnet(cast, "subnet-0000000000000b001", "eu-west-1b");
                    far.set(ground.instance(subnet.id(), "m5.large", cast.group()));
                })
                .finds("WARNING same-zone {far}")
                .named("{far}", far::get);
        fault("index", "somebody attaches an interface at the standby's index", cast -> ground.takes(cast.standby(), 1))
                .finds("BLOCKER index-free {1}", "BLOCKER no-standby {group}");
        fault("limit", "a standby gets two more interfaces", cast -> {
                    ground.takes(cast.standby(), 2);
                    ground.takes(cast.standby(), 3);
                })
                .of(3)
                .finds("WARNING interface-limit {1}");
        var small = new AtomicReference<String>("");
        fault("addresses", "a third member of a small type, and a third address", cast -> {
                    var eni = ground.region().eni(cast.enis().getFirst());
                    var more = new ArrayList<>(eni.addresses());
                    more.add(new Address("10.0.1.250", ""));
                    ground.addresses(eni.id(), more);
                    var home = ground.region().instance(cast.active()).subnetId();
                    small.set(ground.instance(home, "t3.nano", cast.group()));
                })
                .finds("WARNING address-limit {small}")
                .named("{small}", small::get);
        var shared = fault(
                        "capacity-a",
                        "its standby becomes that of a second group too",
                        cast -> ground.tag(
                                cast.standby(), Map.of("eni-failover:group", "ready-capacity-a ready-capacity-b")))
                .finds("WARNING capacity {1}");
        fault("capacity-b", "its own standby is taken away", cast -> ground.untag(cast.standby()))
                .finds("WARNING capacity {capacity}")
                .findsOfTheDeployment("NOTE stale-staged-files {1}")
                .named("{capacity}", () -> shared.cast().standby());
    }

    private void interfaces() {
        fault("termination", "DeleteOnTermination is set", cast -> ground.region()
                        .strike(world -> world.surroundings()
                                .deleteOnTermination(cast.enis().getFirst(), true)))
                .mends("set DeleteOnTermination of {eni} to false");
        fault("elastic", "the Elastic IP is disassociated", cast -> ground.region()
                        .strike(world ->
                                world.surroundings().disassociate(cast.enis().getFirst())))
                .where(cast -> ground.addresses(
                        cast.enis().getFirst(),
                        List.of(new Address(
                                ground.region().eni(cast.enis().getFirst()).primaryAddress(), "198.51.100.77"))))
                .finds("WARNING elastic-ip {eni}");
        fault("check", "the source/dest check is switched", cast -> ground.region()
                        .strike(world -> {
                            var eni = cast.enis().getFirst();
                            world.surroundings().check(eni, !world.eni(eni).sourceDestCheck());
                        }))
                .finds("WARNING source-dest-check {eni}");
        fault("secured", "the security groups are changed", cast -> ground.region()
                        .strike(world -> world.surroundings().secure(cast.enis().getFirst(), "sg-0000000000000beef")))
                .finds("WARNING security-groups {eni}");
        fault(
                        "vanished",
                        "one of two ENIs loses its tag",
                        cast -> ground.untag(cast.enis().getLast()))
                .withEnis(2)
                .finds("WARNING eni-missing {eni2}")
                .mends("removed the staged routing of {group} from {1}");
        fault(
                        "detached",
                        "somebody detaches the ENI",
                        cast -> ground.detach(cast.enis().getFirst()))
                .finds("BLOCKER not-on-one-instance {group}");
    }

    private void surroundings() {
        var table = new AtomicReference<String>("");
        fault("routes", "a peering is deleted; a route leads to the active's own interface", cast -> ground.region()
                        .strike(world -> {
                            world.surroundings().route(table.get(), Route.dead("10.9.0.0/16", "pcx-00000000000000009"));
                            world.surroundings().route(table.get(), Route.to("10.8.0.0/16", primary(cast)));
                        }))
                .where(cast -> table.set(ground.ownSubnet(cast, "subnet-0000000000000a001")))
                .finds("WARNING route-table {table}", "WARNING route-not-moved {table}")
                .named("{table}", table::get);
        fault("unlogged", "the subnet's flow log is deleted", cast -> ground.region()
                        .strike(world -> world.surroundings().unlog(ground.subnet(cast))))
                .where(cast -> ground.ownSubnet(cast, "subnet-0000000000000a002"))
                .finds("NOTE flow-logs {eni}");
        fault("unwatched", "the alarms of a member are deleted", cast -> ground.unwatched(cast.standby()))
                .mends(
                        "created the alarm on StatusCheckFailed_System of {1}",
                        "created the alarm on StatusCheckFailed_Instance of {1}",
                        "created the alarm on StatusCheckFailed_AttachedEBS of {1}");
        fault(
                        "rebooted",
                        "somebody's alarm reboots the active",
                        cast -> ground.alarm(
                                "noc-reboot-" + cast.active(),
                                "AWS/EC2",
                                "StatusCheckFailed",
                                cast.active(),
                                List.of(REBOOT)))
                .finds("WARNING competing-recovery {0}");
        fault("recovered", "EC2's automatic recovery of the active is on", cast -> ground.region()
                        .strike(world -> world.surroundings().recovery(cast.active(), "default")))
                .finds("NOTE automatic-recovery {0}");
    }

    private String primary(Cast cast) {
        var found = new AtomicReference<String>("");
        ground.region().strike(world -> world.enis().forEach(eni -> {
            Attachment attachment = eni.attachment();
            if (attachment != null
                    && attachment.deviceIndex() == 0
                    && Objects.equals(attachment.instanceId(), cast.active())) {
                found.set(eni.id());
            }
        }));
        return found.get();
    }

    private void tags() {
        fault(
                        "tag",
                        "a tag gets a value that is not allowed",
                        cast -> ground.tag(cast.enis().getFirst(), Map.of("eni-failover:cooldown", "soon")))
                .finds("WARNING tag-value {eni}");
        fault("alone", "the standby loses its tag", cast -> ground.untag(cast.standby()))
                .finds("BLOCKER one-member {group}", "BLOCKER no-standby {group}")
                .findsOfTheDeployment("NOTE stale-staged-files {1}");
        fault("orphan", "all members lose their tag", cast -> cast.instances().forEach(ground::untag))
                .finds("BLOCKER no-member {group}", "BLOCKER no-standby {group}")
                .findsOfTheDeployment("NOTE stale-staged-files {1}");
        fault(
                        "paused",
                        "somebody pauses the group and forgets it",
                        cast -> ground.tag(cast.enis().getFirst(), Map.of("eni-failover:paused", "true")))
                .finds("BLOCKER paused {group}");
        var misspelt = new AtomicReference<String>("");
        fault(
                        "typo",
                        "a third instance is tagged with a misspelt name",
                        cast -> misspelt.set(ground.instance(
                                ground.region().instance(cast.active()).subnetId(), "m5.large", "raedy-typo")))
                .findsOfTheDeployment("WARNING group-without-eni {misspelt}")
                .named("{misspelt}", misspelt::get);
    }

    private void machinery() {
        fault("rule", "somebody disables the rule on AWS Health", cast -> ground.rule("Health", "DISABLED"))
                .findsOfTheDeployment("WARNING rule-enabled Health");
        fault("letters", "events are given up", cast -> ground.letters("ALARM"))
                .findsOfTheDeployment("WARNING dead-letters DeadLetterQueue");
    }
}
