package enifailover.aws.ec2;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.InstancePower;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// Stops, starts and reboots instances, each request once.
public final class Ec2InstancePower implements InstancePower {
    /// Source: EC2 API, client error codes.
    private static final Set<String> UNSUPPORTED =
            Set.of("UnsupportedOperation", "InvalidParameterCombination", "InvalidParameterValue", "UnknownParameter");

    private final Supplier<Ec2Client> ec2;

    public Ec2InstancePower(Clients clients) {
        this.ec2 = clients::ec2Once;
    }

    /// `ec2:StopInstances` with `Force` and `SkipOsShutdown`. `Force` alone attempts a graceful shutdown first, which
    /// a hung guest sits out; together they do not ask the guest. Source: EC2 user guide, "Methods for stopping an
    /// instance".
    ///
    /// Where EC2 refuses this combination, it is asked once more with `Force` alone. The EC2 documentation names no
    /// instance type for which it does; an emulator or a partition may not know the parameter.
    @Override
    public void stop(InstanceId instance) {
        try {
            stop(instance, true);
        } catch (AwsCallException awsCallException) {
            if (!UNSUPPORTED.contains(awsCallException.code())) {
                throw awsCallException;
            }
            stop(instance, false);
        }
    }

    private void stop(InstanceId instance, boolean skipsOsShutdown) {
        ask(ApiAction.STOP_INSTANCES, () -> ec2.get().stopInstances(request -> {
            request.instanceIds(instance.value()).force(true);
            if (skipsOsShutdown) {
                request.skipOsShutdown(true);
            }
        }));
    }

    /// `ec2:StartInstances`.
    @Override
    public void start(InstanceId instance) {
        ask(ApiAction.START_INSTANCES, () -> ec2.get()
                .startInstances(request -> request.instanceIds(instance.value())));
    }

    /// `ec2:RebootInstances`.
    @Override
    public void reboot(InstanceId instance) {
        ask(ApiAction.REBOOT_INSTANCES, () -> ec2.get()
                .rebootInstances(request -> request.instanceIds(instance.value())));
    }
}
