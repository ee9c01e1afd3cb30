package enifailover.plan;

import enifailover.assess.Assessment.MoveRequired;
import enifailover.assess.Assessment.Reason;
import enifailover.model.Attachment;
import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentStatus;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.InstanceState;
import enifailover.model.SsmAgentStatus.Reach;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Policy;
import enifailover.model.group.SavedAttachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Writes the steps of one move to one target.
final class PlanBuilder {
    private static final String UNKNOWN = ": it is not known whether it needs routing, so none is applied";

    private final GroupSnapshot group;
    private final MoveRequired moveRequired;
    private final Instance target;
    private final Map<EniId, DevicePosition> slots;
    private final List<String> warnings;
    private final List<Step> steps = new ArrayList<>();

    PlanBuilder(
            GroupSnapshot group,
            MoveRequired moveRequired,
            Instance target,
            Map<EniId, DevicePosition> slots,
            List<String> warnings) {
        this.group = group;
        this.moveRequired = moveRequired;
        this.target = target;
        this.slots = slots;
        this.warnings = warnings;
    }

    Plan write(boolean wayBack) {
        Optional<InstanceId> from = Planner.leaving(group, moveRequired, target.id());
        List<Eni> moving = group.enis().stream().filter(eni -> !inPlace(eni)).toList();
        prepare(from, moving);
        boolean silent = !Eligibility.agent(group, target).isEmpty();
        boolean routed = !silent && sendRouting(from);
        if (silent) {
            warnings.add("the SSM agent of " + target.id() + " is not online: routing of the"
                    + " ENIs cannot be verified until it is online again");
        }
        move(moving);
        askFirst();
        if (routed) {
            steps.add(new Step.AwaitRouting(target.id()));
            reboot(wayBack);
        }
        probe();
        cleanUp(from);
        return new Plan(
                from, target.id(), moveRequired.planned(), List.copyOf(steps), List.copyOf(warnings), silent, wayBack);
    }

    /// Attached at the target. An ENI that is attaching or detaching still has to be waited for.
    private boolean inPlace(Eni eni) {
        return atTarget(eni) && eni.attachment().orElseThrow().status() == AttachmentStatus.ATTACHED;
    }

    private boolean atTarget(Eni eni) {
        return eni.heldBy(target.id())
                && eni.attachment().orElseThrow().devicePosition().equals(slot(eni));
    }

    private void prepare(Optional<InstanceId> from, List<Eni> moving) {
        for (Eni eni : moving) {
            eni.attachment().filter(a -> a.attributes().deleteOnTermination()).ifPresent(a -> {
                steps.add(new Step.KeepOnTermination(eni.id(), a.id(), a.holder()));
                warnings.add(eni.id() + " would be deleted with " + a.holder() + ": DeleteOnTermination was true");
            });
        }
        if (group.policy().fence() == Policy.Fence.STOP) {
            Set<InstanceId> leaving = new TreeSet<>(group.holders());
            from.ifPresent(leaving::add);
            leaving.remove(target.id());
            leaving.stream().map(group::instance).filter(this::toBeFenced).forEach(old -> {
                steps.add(new Step.Fence(group.name(), old.id()));
                if (old.provisioning().instanceStoreRoot()) {
                    warnings.add(old.id() + " has an instance store root device: EC2 cannot stop it, so"
                            + " it cannot be fenced. Terminate it, or set fence=none");
                } else if (old.provisioning().spot()) {
                    warnings.add(old.id() + " is a Spot instance: EC2 stops it only if its request is"
                            + " persistent. Otherwise it cannot be fenced: terminate it, or set fence=none");
                }
            });
        }
        if (target.state() == InstanceState.STOPPED) {
            steps.add(new Step.StartStandby(
                    target.id(), group.policy().routedBySsm() && target.shell().routes()));
        }
    }

    /// Every source that has failed, also of an interrupted move. Never a healthy instance that only holds an ENI,
    /// as in a planned move. Nor the source of an interrupted move that has started again and whose checks are not
    /// there yet.
    private boolean toBeFenced(Instance old) {
        if (old.state().fenced() || !moveRequired.sources().contains(old.id())) {
            return false;
        }
        boolean failed = group.holders().contains(old.id())
                ? !old.healthy()
                : !old.checks().impaired().isEmpty();
        return old.state().leaving() || (!moveRequired.planned() && failed);
    }

    /// A detach from an instance that has left service interrupts nobody, so the command is sent beside the detach.
    /// A working holder keeps the ENI until Systems Manager has accepted the command.
    ///
    /// @return true where the guest needs policy routing
    private boolean sendRouting(Optional<InstanceId> from) {
        if (!group.policy().routedBySsm()) {
            return false;
        }
        if (!target.shell().routes()) {
            warnings.add(target.id() + " runs "
                    + target.shell()
                            .platform()
                            .map(name ->
                                    name.equals("Windows") ? "Windows: no routing is needed there" : name + UNKNOWN)
                            .orElse("an operating system that Systems Manager does not report" + UNKNOWN));
            return false;
        }
        if (target.shell().reach() == Reach.UNKNOWN) {
            warnings.add("Systems Manager did not report whether the SSM agent is online on " + target.id());
        }
        if (target.checks().unread()) {
            warnings.add("EC2 did not return the status checks of " + target.id());
        }
        boolean outOfService = !moveRequired.planned()
                && from.filter(holder -> group.instance(holder).state().leaving())
                        .isPresent();
        List<String> commands = RoutingParameters.commands(group.enis());
        commands.stream()
                .filter(command -> command.length() > RoutingParameters.LONGEST)
                .forEach(command -> warnings.add("the routing command of "
                        + command.substring(0, command.indexOf(',')) + " has " + command.length()
                        + " characters; the limit is " + RoutingParameters.LONGEST + ": this ENI will not be routed"));
        steps.add(new Step.SendRouting(target.id(), commands, !outOfService));
        return true;
    }

    private void move(List<Eni> moving) {
        Duration graceful = group.policy()
                .detach()
                .orElse(moveRequired.planned() ? Policy.DETACH_OF_A_PLANNED_MOVE : Policy.DETACH_OF_A_FAILURE);
        for (Eni eni : moving) {
            eni.attachment()
                    .filter(from -> !atTarget(eni) || from.status() == AttachmentStatus.DETACHING)
                    .ifPresent(from -> steps.add(new Step.Detach(eni.id(), from, graceful)));
            steps.add(new Step.Attach(eni.id(), target.id(), slot(eni)));
            attributes(eni)
                    .filter(a -> a.enaSrd() || a.enaQueueCount().isPresent())
                    .ifPresent(a -> steps.add(new Step.Restore(eni.id(), a)));
        }
    }

    /// A failover skips this check to save time, and its holder has already failed. Before a planned move detaches
    /// an ENI from a working holder, EC2 must have confirmed the permission to attach it.
    private void askFirst() {
        if (moveRequired.planned()) {
            steps.addAll(0, Plan.permissionChecks(steps));
        }
    }

    private DevicePosition slot(Eni eni) {
        return Objects.requireNonNull(slots.get(eni.id()), "every ENI of the group has a slot");
    }

    private Optional<AttachmentAttributes> attributes(Eni eni) {
        return eni.attachment().map(Attachment::attributes).or(() -> Optional.ofNullable(
                        group.memory().enis().get(eni.id()))
                .map(SavedAttachment::attributes));
    }

    /// Never the only candidate, and never an instance whose reboot would interrupt another interface. Nor one to
    /// which a person has attached the ENIs, because that person may be working on it.
    private void reboot(boolean wayBack) {
        if (!group.policy().rebootsOnNoShow() || wayBack || moveRequired.reason() == Reason.UNVERIFIED) {
            return;
        }
        Set<DevicePosition> others = new HashSet<>(target.occupied());
        others.remove(new DevicePosition(0, 0)); // its own primary interface
        group.enis().stream()
                .filter(eni -> eni.heldBy(target.id()))
                .forEach(eni -> others.remove(eni.attachment().orElseThrow().devicePosition()));
        if (others.isEmpty()) {
            steps.add(new Step.RebootIfInterfaceMissing(target.id(), Set.copyOf(slots.values())));
        } else {
            warnings.add(target.id() + " has other interfaces (" + others
                    + "): it is not rebooted, even if the tag no-show is reboot");
        }
    }

    private void probe() {
        group.policy()
                .probePort()
                .ifPresent(port -> group.enis().stream().findFirst().ifPresent(eni -> eni.publicIpv4()
                        .or(() -> eni.addresses().primary())
                        .ifPresent(address -> steps.add(new Step.ProbeTcp(eni.id(), address, port)))));
    }

    private void cleanUp(Optional<InstanceId> from) {
        from.map(group::instance)
                .filter(_ -> group.policy().routedBySsm())
                .filter(old -> old.state() == InstanceState.RUNNING
                        && old.shell().reach() == Reach.ONLINE
                        && old.shell().routes())
                .ifPresent(old -> steps.add(new Step.CleanUp(old.id(), RoutingParameters.inOneCommand(group.enis()))));
    }
}
