package enifailover.testkit.region.ec2;

/// What an instance was launched with and keeps.
///
/// @param spotRequest the type of its Spot request, `one-time` or `persistent`; empty for On-Demand
/// @param rootDevice `ebs` or `instance-store`
/// @param platform `windows`, or empty for Linux (D: DescribeInstances says nothing else)
/// @param disableApiStop stop protection, which can be changed later
public record LaunchOptions(String spotRequest, String rootDevice, String platform, boolean disableApiStop) {
    /// On-Demand, Linux, an EBS volume as root, no stop protection.
    public static final LaunchOptions USUAL = new LaunchOptions("", "ebs", "", false);

    /// A Spot instance of a `one-time` or a `persistent` request.
    public LaunchOptions spot(String requestType) {
        return new LaunchOptions(requestType, rootDevice, platform, disableApiStop);
    }

    /// Its root device is an instance store volume.
    public LaunchOptions instanceStore() {
        return new LaunchOptions(spotRequest, "instance-store", platform, disableApiStop);
    }

    /// It runs Windows.
    public LaunchOptions windows() {
        return new LaunchOptions(spotRequest, rootDevice, "windows", disableApiStop);
    }

    /// With stop protection, or without.
    public LaunchOptions protectedFromStop(boolean on) {
        return new LaunchOptions(spotRequest, rootDevice, platform, on);
    }

    /// The lifecycle as DescribeInstances has it: `spot`, or empty for On-Demand.
    String lifecycle() {
        return spotRequest.isEmpty() ? "" : "spot";
    }
}
