package enifailover.aws.ec2;

import enifailover.aws.client.SdkValues;
import enifailover.aws.ec2.Limits.Blocks;
import enifailover.model.TypeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.NetworkCardInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// Reads the limits of an instance type and the blocks of a subnet out of EC2's answers.
final class LimitsMapper {
    private LimitsMapper() {}

    static TypeLimits limits(NetworkInfo network) {
        List<Integer> perCard = new ArrayList<>();
        for (NetworkCardInfo card : network.networkCards()) {
            int index = SdkValues.number(card.networkCardIndex());
            while (perCard.size() <= index) {
                perCard.add(0);
            }
            perCard.set(index, SdkValues.number(card.maximumNetworkInterfaces()));
        }
        if (perCard.isEmpty()) {
            perCard.add(SdkValues.number(network.maximumNetworkInterfaces()));
        }
        return new TypeLimits(
                List.copyOf(perCard),
                SdkValues.number(network.ipv4AddressesPerInterface()),
                SdkValues.number(network.ipv6AddressesPerInterface()));
    }

    static Blocks blocks(Subnet subnet) {
        Optional<String> ipv6 = subnet.ipv6CidrBlockAssociationSet().stream()
                .filter(association -> association.ipv6CidrBlockState() != null
                        && "associated".equals(association.ipv6CidrBlockState().stateAsString()))
                .map(association -> SdkValues.text(association.ipv6CidrBlock()))
                .findFirst();
        return new Blocks(Optional.ofNullable(subnet.cidrBlock()), ipv6);
    }
}
