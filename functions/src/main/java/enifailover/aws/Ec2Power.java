package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;

import enifailover.group.InstanceId;
import enifailover.port.Power;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// Stops, starts and reboots instances, each request once.
public final class Ec2Power implements Power {
    private final Supplier<Ec2Client> ec2;

    public Ec2Power(Clients clients) {
        this.ec2 = clients::ec2Once;
    }

    /// `ec2:StopInstances` with `Force`, without waiting for the guest's own shutdown, which a failed guest never ends.
    @Override
    public void stop(InstanceId instance) {
        ask(ApiAction.STOP_INSTANCES, () -> ec2.get()
                .stopInstances(request -> request.instanceIds(instance.value()).force(true)));
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
