package enifailover.testkit.region.contract;

import static enifailover.testkit.region.contract.Target.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/// Where emulators are known to answer otherwise than AWS. The truths are the rules of the
/// simulated region, each with its source where it is coded.
final class Lies {
    private static final String OK = "ok";
    private static final String NON_MEMBER = "i-0dddddddddddddddd";

    /// A lie.
    ///
    /// @param of what it is about
    /// @param truth what AWS, and so the region, answers
    /// @param moto what moto 5.2 answers; a change of it is good news and is to be noticed
    /// @param question asks it
    record Lie(String of, String truth, String moto, BiFunction<Target, Ground, String> question) {
        @Override
        public String toString() {
            return of;
        }
    }

    private Lies() {}

    static List<Lie> all() {
        List<Lie> lies = new ArrayList<>();
        attaching(lies);
        kinds(lies);
        detaching(lies);
        describing(lies);
        others(lies);
        return lies;
    }

    private static void attaching(List<Lie> lies) {
        lies.add(new Lie("attach of an ENI in use", "InvalidNetworkInterface.InUse", OK, (_, ground) -> {
            String eni = ground.eni(ground.subnetA());
            ground.attached(eni, ground.instance(InstanceType.T3_SMALL), 1);
            String other = ground.instance(InstanceType.T3_SMALL);
            return tried(() -> ground.attach(eni, other, 1));
        }));
        lies.add(new Lie("attach across zones", "InvalidParameterCombination", OK, (_, ground) -> {
            String instance = ground.instance(InstanceType.T3_SMALL);
            String eni = ground.eni(ground.subnetB());
            return tried(() -> ground.attach(eni, instance, 1));
        }));
        lies.add(new Lie("attach at a taken index", "InvalidParameterValue", OK, (_, ground) -> {
            String instance = ground.instance(InstanceType.T3_SMALL);
            ground.attached(ground.eni(ground.subnetA()), instance, 1);
            String second = ground.eni(ground.subnetA());
            return tried(() -> ground.attach(second, instance, 1));
        }));
        lies.add(new Lie("attach beyond the type's limit", "AttachmentLimitExceeded", OK, (_, ground) -> {
            String instance = ground.instance(InstanceType.T3_MICRO);
            ground.attached(ground.eni(ground.subnetA()), instance, 1);
            String third = ground.eni(ground.subnetA());
            return tried(() -> ground.attach(third, instance, 2));
        }));
        lies.add(new Lie("attach to a terminated instance", "IncorrectState", OK, (_, ground) -> {
            String instance = ground.instance(InstanceType.T3_SMALL);
            ground.terminate(instance);
            String eni = ground.eni(ground.subnetA());
            return tried(() -> ground.attach(eni, instance, 1));
        }));
    }

    private static void kinds(List<Lie> lies) {
        lies.add(new Lie(
                "an interface has its type",
                "efa",
                "interface",
                (_, ground) -> outcome(() -> ground.see(ground.efa()).interfaceTypeAsString())));
        lies.add(new Lie("attach of an EFA to a running instance", "UnsupportedOperation", OK, (_, ground) -> {
            String instance = ground.instance(InstanceType.C5_N_18_XLARGE);
            String efa = ground.efa();
            return tried(() -> ground.attach(efa, instance, 1));
        }));
        lies.add(new Lie("an instance tells its root device", "ebs", "ebs", (_, ground) -> {
            String instance = ground.instance(InstanceType.T3_SMALL);
            return outcome(() -> ground.ec2()
                    .describeInstances(d -> d.instanceIds(instance))
                    .reservations()
                    .getFirst()
                    .instances()
                    .getFirst()
                    .rootDeviceTypeAsString());
        }));
        lies.add(new Lie("stop protection can be asked for", "false", "false", (_, ground) -> {
            String instance = ground.instance(InstanceType.T3_SMALL);
            return outcome(() -> ground.ec2()
                    .describeInstanceAttribute(
                            d -> d.instanceId(instance).attribute(InstanceAttributeName.DISABLE_API_STOP))
                    .disableApiStop()
                    .value()
                    .toString());
        }));
        lies.add(new Lie("a stop may skip the guest", OK, OK, (_, ground) -> {
            String instance = ground.instance(InstanceType.T3_SMALL);
            return tried(() -> ground.ec2()
                    .stopInstances(s -> s.instanceIds(instance).force(true).skipOsShutdown(true))
                    .toString());
        }));
    }

    private static void detaching(List<Lie> lies) {
        lies.add(new Lie("a detach takes a while", "detaching", "available", (_, ground) -> {
            String eni = ground.eni(ground.subnetA());
            String attachment = ground.attached(eni, ground.instance(InstanceType.T3_SMALL), 1);
            ground.ec2().detachNetworkInterface(d -> d.attachmentId(attachment));
            return ground.see(eni).statusAsString();
        }));
        lies.add(new Lie("termination frees the ENI", "available", "in-use", (_, ground) -> {
            String eni = ground.eni(ground.subnetA());
            String instance = ground.instance(InstanceType.T3_SMALL);
            ground.attached(eni, instance, 1);
            ground.terminate(instance);
            return ground.see(eni).statusAsString();
        }));
        lies.add(new Lie("DeleteOnTermination can be changed", "true", "false", (_, ground) -> {
            String eni = ground.eni(ground.subnetA());
            String attachment = ground.attached(eni, ground.instance(InstanceType.T3_SMALL), 1);
            ground.ec2().modifyNetworkInterfaceAttribute(m -> m.networkInterfaceId(eni)
                    .attachment(a -> a.attachmentId(attachment).deleteOnTermination(true)));
            return String.valueOf(ground.see(eni).attachment().deleteOnTermination());
        }));
    }

    private static void describing(List<Lie> lies) {
        lies.add(new Lie("MaxResults is kept", "5", "all", (_, ground) -> {
            for (int i = 0; i < 6; i++) {
                ground.eni(ground.subnetA());
            }
            int size = ground.ec2()
                    .describeNetworkInterfaces(d -> d.maxResults(5))
                    .networkInterfaces()
                    .size();
            return size == 5 ? "5" : "all";
        }));
        lies.add(new Lie(
                "filter by attachment.device-index",
                OK,
                "HTTP 500",
                (_, ground) -> tried(() -> ground.ec2()
                        .describeNetworkInterfaces(d -> d.filters(filter("attachment.device-index", "1")))
                        .toString())));
        lies.add(new Lie(
                "an unknown filter",
                "InvalidParameterValue",
                "HTTP 500",
                (_, ground) -> tried(() -> ground.ec2()
                        .describeNetworkInterfaces(d -> d.filters(filter("no-such-filter", "1")))
                        .toString())));
    }

    private static void others(List<Lie> lies) {
        lies.add(new Lie(
                "SendCommand to a stranger",
                "InvalidInstanceId",
                OK,
                (target, _) -> tried(() -> target.ssm()
                        .sendCommand(s -> s.instanceIds(NON_MEMBER).documentName("AWS-RunShellScript"))
                        .command()
                        .commandId())));
        lies.add(new Lie("a command just sent", "InvocationDoesNotExist", "Success", (target, ground) -> {
            String instance = ground.instance(InstanceType.T3_SMALL);
            String command = target.ssm()
                    .sendCommand(s -> s.instanceIds(instance).documentName("AWS-RunShellScript"))
                    .command()
                    .commandId();
            return outcome(() -> target.ssm()
                    .getCommandInvocation(g -> g.commandId(command).instanceId(instance))
                    .status()
                    .toString());
        }));
        lies.add(new Lie(
                "DescribeInstanceInformation",
                OK,
                "HTTP 500",
                (target, _) ->
                        tried(() -> target.ssm().describeInstanceInformation().toString())));
        lies.add(new Lie(
                "a wildcard in tag-key",
                "1",
                "1",
                (_, ground) -> outcome(() -> {
                    String eni = ground.eni(ground.subnetA());
                    ground.ec2().createTags(c -> c.resources(eni)
                            .tags(Tag.builder().key("wild:" + eni).value("x").build()));
                    return Integer.toString(ground.ec2()
                            .describeNetworkInterfaces(
                                    d -> d.filters(filter("tag-key", "wild:" + eni.substring(0, 12) + "*")))
                            .networkInterfaces()
                            .size());
                })));
        lies.add(new Lie(
                "automatic recovery can be set off",
                "disabled",
                "HTTP 500",
                (_, ground) -> outcome(() -> {
                    String instance = ground.instance(InstanceType.T3_SMALL);
                    ground.ec2().modifyInstanceMaintenanceOptions(m -> m.instanceId(instance)
                            .autoRecovery("disabled"));
                    return ground.ec2()
                            .describeInstances(d -> d.instanceIds(instance))
                            .reservations()
                            .getFirst()
                            .instances()
                            .getFirst()
                            .maintenanceOptions()
                            .autoRecoveryAsString();
                })));
        lies.add(new Lie(
                "a document of AWS's has a hash",
                "Sha256 64",
                "InvalidDocument",
                (target, _) -> outcome(() -> {
                    var document = target.ssm()
                            .describeDocument(d -> d.name("AWS-RunShellScript"))
                            .document();
                    return document.hashTypeAsString() + " " + document.hash().length();
                })));
        lies.add(new Lie(
                "CancelCommand",
                "InvalidCommandId",
                "HTTP 500",
                (target, _) -> tried(() -> target.ssm()
                        .cancelCommand(c -> c.commandId("00000000-0000-4000-8000-00000000dead"))
                        .toString())));
        lies.add(new Lie(
                "CloudWatch in CBOR",
                OK,
                "HTTP 404",
                (target, _) -> tried(() -> target.cloudWatch().describeAlarms().toString())));
    }

    private static String tried(Supplier<String> call) {
        return outcome(() -> {
            var _ = call.get();
            return OK;
        });
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
