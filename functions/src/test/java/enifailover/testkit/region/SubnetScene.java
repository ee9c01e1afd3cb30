package enifailover.testkit.region;

/// A subnet to be.
public final class SubnetScene {
    final String id;
    String vpc = "vpc-00000000000000001";
    String zone = "eu-west-1a";
    String cidr = "10.0.0.0/24";
    String ipv6Cidr = "";

    SubnetScene(String id) {
        this.id = id;
    }

    /// Its VPC.
    public SubnetScene vpc(String vpcId) {
        vpc = vpcId;
        return this;
    }

    /// Its Availability Zone.
    public SubnetScene zone(String availabilityZone) {
        zone = availabilityZone;
        return this;
    }

    /// Its IPv4 block.
    public SubnetScene cidr(String block) {
        cidr = block;
        return this;
    }

    /// IPv6-only, with this block: its interfaces have no IPv4 address.
    public SubnetScene ipv6Only(String block) {
        cidr = "";
        return ipv6(block);
    }

    /// Its IPv6 block.
    public SubnetScene ipv6(String block) {
        ipv6Cidr = block;
        return this;
    }
}
