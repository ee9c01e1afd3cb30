package enifailover.aws;

import enifailover.aws.Around.Blocks;
import enifailover.group.TypeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.NetworkCardInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// Reads the limits of an instance type and the blocks of a subnet out of EC2's answers.
final class AroundReading {
    private AroundReading() {}

    static TypeLimits limits(NetworkInfo network) {
        List<Integer> perCard = new ArrayList<>();
        for (NetworkCardInfo card : network.networkCards()) {
            int index = EniReading.number(card.networkCardIndex());
            while (perCard.size() <= index) {
                perCard.add(0);
            }
            perCard.set(index, EniReading.number(card.maximumNetworkInterfaces()));
        }
        if (perCard.isEmpty()) {
            perCard.add(EniReading.number(network.maximumNetworkInterfaces()));
        }
        return new TypeLimits(
                List.copyOf(perCard),
                EniReading.number(network.ipv4AddressesPerInterface()),
                EniReading.number(network.ipv6AddressesPerInterface()));
    }

    static Blocks blocks(Subnet subnet) {
        Optional<String> ipv6 = subnet.ipv6CidrBlockAssociationSet().stream()
                .filter(association -> association.ipv6CidrBlockState() != null
                        && "associated".equals(association.ipv6CidrBlockState().stateAsString()))
                .map(association -> EniReading.text(association.ipv6CidrBlock()))
                .findFirst();
        return new Blocks(Optional.ofNullable(subnet.cidrBlock()), ipv6);
    }
}
