package enifailover.testkit.region.wire;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.scaling.AutoScaling.Scaled;
import java.util.List;

/// EC2 Auto Scaling's AWS query protocol: DescribeAutoScalingInstances.
final class ScalingWire {
    private final Region region;

    ScalingWire(Region region) {
        this.region = region;
    }

    WireResponse answer(WireRequest request, Caller caller) {
        Form form = Form.parse(request.text());
        try {
            if (!form.text("Action").equals("DescribeAutoScalingInstances")) {
                throw AwsError.refused("InvalidAction", form.text("Action"));
            }
            List<Scaled> found = region.autoScaling().describe(caller, form.list("InstanceIds.member"));
            Xml xml = new Xml();
            xml.in(
                    "DescribeAutoScalingInstancesResponse",
                    response -> response.in(
                            "DescribeAutoScalingInstancesResult",
                            result -> result.in(
                                    "AutoScalingInstances",
                                    list -> found.forEach(one -> list.in("member", in -> in.tag("InstanceId", one.id())
                                            .tag("AutoScalingGroupName", one.group())
                                            .tag("AvailabilityZone", "eu-west-1a")
                                            .tag("LifecycleState", one.lifecycleState())
                                            .tag("HealthStatus", "HEALTHY")
                                            .tag("ProtectedFromScaleIn", false))))));
            return WireResponse.xml(200, xml.toString());
        } catch (AwsError error) {
            Xml xml = new Xml();
            xml.in("ErrorResponse", response -> response.in("Error", in -> in.tag("Type", "Sender")
                            .tag("Code", error.code())
                            .tag("Message", error.message()))
                    .tag("RequestId", "00000000-0000-4000-8000-000000000000"));
            return WireResponse.xml(error.status(), xml.toString());
        }
    }
}
