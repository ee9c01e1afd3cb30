package enifailover.plan;

import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.TypeLimits;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether an instance can take a group's ENIs: each reason of EC2 or the guest against it is known before a detach.
final class Eligibility {
    private Eligibility() {}

    /// @param slots the device position of each ENI
    /// @param reserved the positions that other groups have reserved
    /// @param checked its status checks are passed, or do not count
    /// @return the reasons against it, each a phrase; empty when it is eligible
    static List<String> refusals(
            GroupSnapshot group,
            Instance standby,
            Map<EniId, DevicePosition> slots,
            Map<DevicePosition, GroupName> reserved,
            boolean checked) {
        List<String> refusals = new ArrayList<>(power(group, standby, checked));
        refusals.addAll(place(group, standby, slots, reserved));
        // Who has all of them is given nothing: only their routing is asked for there.
        boolean given = !group.enis().stream().allMatch(eni -> eni.heldBy(standby.id()));
        if (given && standby.provisioning().outOfScalingService()) {
            refusals.add("its Auto Scaling lifecycle state is "
                    + standby.provisioning().scalingState().orElseThrow());
        }
        return refusals;
    }

    /// What a former holder needs for a rollback.
    static List<String> refusalsOfTheWayBack(
            GroupSnapshot group,
            Instance former,
            Map<EniId, DevicePosition> slots,
            Map<DevicePosition, GroupName> reserved) {
        List<String> refusals = new ArrayList<>();
        if (former.state() != InstanceState.RUNNING) {
            refusals.add("it is " + former.state().word());
        }
        refusals.addAll(place(group, former, slots, reserved));
        return refusals;
    }

    private static List<String> power(GroupSnapshot group, Instance standby, boolean checked) {
        if (standby.state() == InstanceState.STOPPED && group.policy().startsColdStandby()) {
            return List.of();
        }
        if (standby.state() != InstanceState.RUNNING) {
            return List.of("it is " + standby.state().word());
        }
        return checked
                ? List.of()
                : List.of(
                        "its status checks have not passed: " + standby.checks().message());
    }

    private static List<String> place(
            GroupSnapshot group,
            Instance standby,
            Map<EniId, DevicePosition> slots,
            Map<DevicePosition, GroupName> reserved) {
        List<String> refusals = new ArrayList<>();
        for (Eni eni : group.enis()) {
            if (!eni.availabilityZone().equals(standby.availabilityZone())) {
                refusals.add("it is in " + standby.availabilityZone() + ", but " + eni.id() + " is in "
                        + eni.availabilityZone() + ": an ENI cannot leave its Availability Zone");
            }
        }
        Set<DevicePosition> others = new LinkedHashSet<>(standby.occupied());
        for (Eni eni : group.enis()) {
            if (eni.heldBy(standby.id())) {
                others.remove(eni.attachment().orElseThrow().devicePosition());
            }
        }
        others.addAll(reserved.keySet());
        Set<DevicePosition> wanted = new LinkedHashSet<>();
        for (Eni eni : group.enis()) {
            DevicePosition devicePosition = slots.get(eni.id());
            if (devicePosition == null || !wanted.add(devicePosition)) {
                refusals.add("two ENIs of the group need " + devicePosition + ": set different device-index tags");
            } else if (reserved.containsKey(devicePosition)) {
                refusals.add("its " + devicePosition + " is reserved: group " + reserved.get(devicePosition)
                        + " is moving an ENI to it");
            } else if (others.contains(devicePosition)) {
                refusals.add("its " + devicePosition + " is in use by another interface");
            }
        }
        standby.limits().ifPresent(limits -> {
            for (int card :
                    wanted.stream().map(DevicePosition::networkCard).distinct().toList()) {
                long after = others.stream()
                                .filter(s -> s.networkCard() == card)
                                .count()
                        + wanted.stream().filter(s -> s.networkCard() == card).count();
                if (after > limits.interfaces(card)) {
                    refusals.add(standby.type() + " supports " + limits.interfaces(card)
                            + " interfaces on network card " + card + "; it would have " + after);
                }
            }
            group.enis().forEach(eni -> addresses(eni, standby.type(), limits).forEach(refusals::add));
        });
        return refusals;
    }

    /// A delegated prefix counts as one address. Source: EC2 user guide, "Prefix delegation for network interfaces".
    private static List<String> addresses(Eni eni, String type, TypeLimits limits) {
        List<String> refusals = new ArrayList<>();
        int ipv4 =
                eni.addresses().ipv4().size() + eni.addresses().ipv4Prefixes().size();
        int ipv6 =
                eni.addresses().ipv6().size() + eni.addresses().ipv6Prefixes().size();
        if (ipv4 > limits.ipv4PerInterface()) {
            refusals.add(eni.id() + " has " + ipv4 + " IPv4 addresses and prefixes; " + type + " supports "
                    + limits.ipv4PerInterface() + " per interface");
        }
        if (ipv6 > limits.ipv6PerInterface()) {
            refusals.add(eni.id() + " has " + ipv6 + " IPv6 addresses and prefixes; " + type + " supports "
                    + limits.ipv6PerInterface() + " per interface");
        }
        return refusals;
    }

    /// An SSM agent is only needed where Systems Manager configures routing.
    ///
    /// @return why routing could not be applied there; empty where it could, or need not
    static List<String> agent(GroupSnapshot group, Instance standby) {
        if (!group.policy().routedBySsm() || !standby.shell().routes()) {
            return List.of();
        }
        boolean stopped = standby.state() == InstanceState.STOPPED;
        Reach reach = standby.shell().reach();
        return switch (reach) {
            case ONLINE, UNKNOWN -> List.of();
            case LOST -> stopped ? List.of() : List.of("its SSM agent is not online, so routing could not be applied");
            case UNMANAGED ->
                stopped
                        ? List.of()
                        : List.of("it is not a managed node in Systems Manager, so routing could not be applied");
        };
    }
}
