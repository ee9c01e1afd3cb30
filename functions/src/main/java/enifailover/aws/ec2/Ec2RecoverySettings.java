package enifailover.aws.ec2;

import static enifailover.aws.client.AwsErrors.ask;

import enifailover.aws.client.ApiAction;
import enifailover.aws.client.Clients;
import enifailover.model.InstanceId;
import enifailover.port.RecoverySettings;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceAutoRecoveryState;

/// Sets EC2's own doings, on running instances too (EC2 API, ModifyInstanceMaintenanceOptions).
public final class Ec2RecoverySettings implements RecoverySettings {
    private final Supplier<Ec2Client> ec2;

    public Ec2RecoverySettings(Clients clients) {
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
