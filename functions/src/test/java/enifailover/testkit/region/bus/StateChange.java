package enifailover.testkit.region.bus;

import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.Inventory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The event that EC2 tells of each change of state. Source: D, EC2 User Guide, "Events for state changes".
public final class StateChange {
    private StateChange() {}

    /// The event as EventBridge delivers it.
    public static String json(String region, Instant at, Instance instance) {
        return """
                {"version":"0","id":"%s","detail-type":"EC2 Instance State-change Notification","source":"aws.ec2",\
                "account":"%s","time":"%s","region":"%s","resources":["arn:aws:ec2:%s:%s:instance/%s"],\
                "detail":{"instance-id":"%s","state":"%s"}}""".formatted(
                        id(instance, at),
                        Inventory.ACCOUNT,
                        at.truncatedTo(ChronoUnit.SECONDS),
                        region,
                        region,
                        Inventory.ACCOUNT,
                        instance.id(),
                        instance.id(),
                        instance.state().word());
    }

    /// The same for the same change, in every run.
    private static String id(Instance instance, Instant at) {
        long hash = instance.id().hashCode() * 31L + instance.state().code();
        return "%08x-0000-4000-8000-%012x".formatted(hash & 0xffffffffL, at.toEpochMilli() & 0xffffffffffffL);
    }
}
