package enifailover.aws;

import enifailover.group.TypeLimits;
import enifailover.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkCardInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// What hardly ever changes around a group: the limits of instance types and the address blocks of subnets. Kept by a
/// warm function, so that it does not ask again. A type's limits never change. A subnet's IPv4 block never changes
/// either, but an IPv6 block can be added or taken away, so subnets are asked again after a while.
final class Surroundings {
    static final Duration KEEP_SUBNETS = Duration.ofMinutes(10);

    private final Describes describes;
    private final Time time;
    private final Map<String, TypeLimits> types = new ConcurrentHashMap<>();
    private final Map<String, Blocks> subnets = new ConcurrentHashMap<>();

    /// @param ipv4 the subnet's IPv4 block, where known
    /// @param ipv6 the subnet's IPv6 block, where it has one
    /// @param at when EC2 said so
    record Blocks(Optional<String> ipv4, Optional<String> ipv6, Instant at) {
        static final Blocks UNKNOWN = new Blocks(Optional.empty(), Optional.empty(), Instant.EPOCH);
    }

    Surroundings(Describes describes, Time time) {
        this.describes = describes;
        this.time = time;
    }

    /// Asks for the types that are not known yet, in one request; in none where all are.
    boolean learnTypes(Collection<String> names) {
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(types.keySet());
        missing.remove("");
        if (!missing.isEmpty()) {
            describes.types(missing).forEach(this::learn);
        }
        return true;
    }

    private void learn(InstanceTypeInfo info) {
        NetworkInfo network = info.networkInfo();
        if (network != null) {
            types.put(info.instanceTypeAsString(), limits(network));
        }
    }

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

    /// Asks for the subnets that are not known or were asked for too long ago, in one request; in none where all are.
    boolean learnSubnets(Collection<String> ids) {
        Instant now = time.now();
        Set<String> missing = new TreeSet<>(ids);
        missing.removeIf(id -> {
            Blocks known = subnets.get(id);
            return id.isEmpty() || (known != null && now.isBefore(known.at().plus(KEEP_SUBNETS)));
        });
        if (!missing.isEmpty()) {
            describes.subnets(missing).forEach(subnet -> subnets.put(subnet.subnetId(), blocks(subnet, now)));
        }
        return true;
    }

    private static Blocks blocks(Subnet subnet, Instant now) {
        Optional<String> ipv6 = subnet.ipv6CidrBlockAssociationSet().stream()
                .filter(association -> association.ipv6CidrBlockState() != null
                        && "associated".equals(association.ipv6CidrBlockState().stateAsString()))
                .map(association -> EniReading.text(association.ipv6CidrBlock()))
                .findFirst();
        return new Blocks(Optional.ofNullable(subnet.cidrBlock()), ipv6, now);
    }

    Optional<TypeLimits> limits(@Nullable String type) {
        return Optional.ofNullable(types.get(EniReading.text(type)));
    }

    Blocks blocks(@Nullable String subnet) {
        return subnets.getOrDefault(EniReading.text(subnet), Blocks.UNKNOWN);
    }
}
