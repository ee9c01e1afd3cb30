package enifailover.aws;

import static enifailover.aws.AwsErrors.ask;

import enifailover.group.InstanceId;
import enifailover.port.Maintenance;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceAutoRecoveryState;

/// Sets EC2's own doings, on running instances too (EC2 API, ModifyInstanceMaintenanceOptions).
public final class Ec2Maintenance implements Maintenance {
    private final Supplier<Ec2Client> ec2;

    public Ec2Maintenance(Clients clients) {
        this.ec2 = clients::ec2Once;
    }

    /// `ec2:ModifyInstanceMaintenanceOptions`.
    @Override
    public void recovery(InstanceId instance, boolean on) {
        ask(ApiAction.MODIFY_INSTANCE_MAINTENANCE_OPTIONS, () -> ec2.get()
                .modifyInstanceMaintenanceOptions(request -> request.instanceId(instance.value())
                        .autoRecovery(on ? InstanceAutoRecoveryState.DEFAULT : InstanceAutoRecoveryState.DISABLED)));
    }
}
