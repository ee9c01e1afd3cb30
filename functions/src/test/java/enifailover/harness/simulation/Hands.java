package enifailover.harness.simulation;

import enifailover.model.AttachmentAttributes;
import enifailover.model.AttachmentId;
import enifailover.model.DevicePosition;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupName;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.EniOperations;
import enifailover.port.ErrorKind;
import enifailover.port.EventPublisher;
import enifailover.port.InstancePower;
import enifailover.testkit.region.bus.EventBus.Entry;
import enifailover.testkit.region.ec2.Attaching;
import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Changing.Change;
import enifailover.testkit.region.ssm.Ssm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one function changes in the Region. Before each request leaves, the laws look at it.
final class Hands implements EniOperations, InstancePower, CommandRunner, EventPublisher {
    private static final Set<String> OVER =
            Set.of("Success", "Failed", "TimedOut", "Cancelled", "Undeliverable", "Terminated");

    /// The script's exit code where the interface does not show up.
    private static final int NO_SHOW = 20;

    private static final Pattern UPTIME = Pattern.compile("\"uptime_s\":(\\d+)");

    private final Sandbox sandbox;
    private final Watch watch;

    Hands(Sandbox sandbox, Watch watch) {
        this.sandbox = sandbox;
        this.watch = watch;
    }

    @Override
    public void detach(AttachmentId attachment, boolean force) {
        watch.detaching(sandbox, attachment, force);
        sandbox.act("ec2:DetachNetworkInterface", attachment + (force ? " by force" : ""), () -> {
            sandbox.ec2.detach(attachment.value(), force, false);
            return "";
        });
        watch.detached(sandbox, attachment);
    }

    @Override
    public AttachmentId attach(
            EniId eni, InstanceId target, DevicePosition devicePosition, AttachmentAttributes attributes) {
        watch.attaching(sandbox, eni, target, devicePosition);
        watch.facts.again.attaching(sandbox, eni, target);
        String message = eni + " to " + target + " at " + devicePosition;
        boolean refused = false;
        try {
            String id = sandbox.act("ec2:AttachNetworkInterface", message, () -> sandbox.ec2
                    .attach(new Attaching.Request(
                            eni.value(),
                            target.value(),
                            devicePosition.deviceIndex(),
                            devicePosition.networkCard(),
                            new Attachment.Attributes(
                                    false,
                                    attributes.enaQueueCount().orElse(null),
                                    attributes.enaSrd(),
                                    attributes.enaSrdUdp()),
                            false))
                    .id());
            watch.facts.brake.attached(sandbox, eni, target);
            watch.facts.again.attached(sandbox, eni, target, Optional.empty());
            return new AttachmentId(id);
        } catch (AwsCallException answer) {
            watch.facts.again.attached(sandbox, eni, target, Optional.of(answer.refusal()));
            watch.sharing.refused(sandbox, sandbox.groupOf(eni), target, devicePosition, answer.refusal());
            refused = !answer.refusal().isTransient() && answer.refusal() != ErrorKind.IN_USE;
            throw answer;
        } finally {
            watch.attached(sandbox, eni, target, refused);
        }
    }

    @Override
    public void keepOnTermination(EniId eni, AttachmentId attachment) {
        watch.changing(sandbox, eni);
        sandbox.act("ec2:ModifyNetworkInterfaceAttribute", "keep " + eni, () -> {
            sandbox.ec2.modify(eni.value(), List.of(new Change.DeleteOnTermination(attachment.value(), false)), false);
            return "";
        });
    }

    @Override
    public void restore(EniId eni, AttachmentId attachment, AttachmentAttributes attributes) {
        watch.changing(sandbox, eni);
        sandbox.act("ec2:ModifyNetworkInterfaceAttribute", "restore " + eni, () -> {
            sandbox.ec2.modify(
                    eni.value(), List.of(new Change.EnaSrd(attributes.enaSrd(), attributes.enaSrdUdp())), false);
            return "";
        });
    }

    @Override
    public void dryRunMove(EniId eni, AttachmentId attachment, InstanceId target, DevicePosition devicePosition) {
        dryRun("ec2:DetachNetworkInterface", attachment, () -> sandbox.ec2.detach(attachment.value(), false, true));
        dryRun(
                "ec2:AttachNetworkInterface",
                eni,
                () -> sandbox.ec2.attach(new Attaching.Request(
                        eni.value(),
                        target.value(),
                        devicePosition.deviceIndex(),
                        devicePosition.networkCard(),
                        Attachment.Attributes.FRESH,
                        true)));
    }

    /// As the real one: EC2 says that it would have done it by an error of its own.
    private void dryRun(String action, Object what, Runnable request) {
        try {
            sandbox.act(action, "DryRun of " + what, () -> {
                request.run();
                return "";
            });
        } catch (AwsCallException awsCallException) {
            if (!awsCallException.code().equals("DryRunOperation")) {
                throw awsCallException;
            }
        }
    }

    @Override
    public void stop(InstanceId instance) {
        watch.stopping(sandbox, instance);
        powers("ec2:StopInstances", instance, () -> sandbox.ec2.stop(List.of(instance.value()), true, false));
        watch.facts.again.stops(sandbox, instance);
    }

    @Override
    public void reboot(InstanceId instance) {
        watch.rebooting(sandbox, instance);
        sandbox.act("ec2:RebootInstances", instance.toString(), () -> {
            sandbox.ec2.reboot(List.of(instance.value()), false);
            return "";
        });
    }

    @Override
    public void start(InstanceId instance) {
        watch.starting(sandbox, instance);
        sandbox.started.add(instance);
        powers("ec2:StartInstances", instance, () -> sandbox.ec2.start(List.of(instance.value()), false));
    }

    private void powers(String action, InstanceId instance, Runnable request) {
        try {
            sandbox.act(action, instance.value(), () -> {
                request.run();
                return "";
            });
            watch.facts.brake.powers(sandbox);
        } catch (AwsCallException awsCallException) {
            if (awsCallException.refusal().isTransient()) {
                watch.facts.brake.powers(sandbox);
            }
            throw awsCallException;
        }
    }

    @Override
    public String send(InstanceId instance, Command command, Duration deliverWithin) {
        watch.sending(sandbox, instance, command);
        return sandbox.act(
                "ssm:SendCommand",
                command.verb() + " on " + instance,
                () -> sandbox.ssm.send(
                        instance.value(),
                        Scene.DOCUMENT,
                        Map.of(
                                "Verb", List.of(command.verb()),
                                "Interfaces", List.of(command.interfaces()),
                                "Options", List.of(command.options())),
                        deliverWithin));
    }

    @Override
    public Optional<Ended> result(InstanceId instance, String commandId) {
        watch.awaiting(sandbox, instance);
        return sandbox.seen("ssm:GetCommandInvocation", "InvocationDoesNotExist", () -> {
            Ssm.Result result = sandbox.ssm.invocation(commandId, instance.value());
            if (result.responseCode() == NO_SHOW) {
                sandbox.showNothing.put(instance, up(result.output()));
            }
            if (OVER.contains(result.status()) && result.output().contains("\"verb\"")) {
                boolean routes = result.responseCode() == 0 && result.output().contains("\"verb\":\"apply\"");
                watch.answered(sandbox, instance, routes);
            }
            return OVER.contains(result.status())
                    ? Optional.of(new Ended(result.status(), result.responseCode(), result.output(), result.error()))
                    : Optional.empty();
        });
    }

    private static Duration up(String output) {
        Matcher said = UPTIME.matcher(output);
        return said.find() ? Duration.ofSeconds(Long.parseLong(said.group(1))) : Duration.ZERO;
    }

    @Override
    public void announce(Announcement announcement) {
        try {
            put(announcement);
        } catch (AwsCallException awsCallException) {
            sandbox.unjournaled.add(new GroupName(announcement.group()));
            throw awsCallException;
        }
    }

    private void put(Announcement announcement) {
        sandbox.act("events:PutEvents", announcement.kind().detailType(), () -> {
            sandbox.region()
                    .bus()
                    .putEvents(
                            sandbox.caller,
                            List.of(new Entry(
                                    sandbox.scheduler.now(),
                                    "",
                                    "eni-failover",
                                    announcement.kind().detailType(),
                                    announcement.detailJson(),
                                    List.of())));
            return "";
        });
    }
}
