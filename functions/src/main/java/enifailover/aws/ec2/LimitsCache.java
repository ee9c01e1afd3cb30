package enifailover.aws.ec2;

import enifailover.aws.client.Clients;
import enifailover.aws.client.SdkValues;
import enifailover.aws.ec2.Limits.Blocks;
import enifailover.model.Eni;
import enifailover.model.TypeLimits;
import enifailover.model.group.GroupName;
import enifailover.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;

/// What hardly ever changes around all groups: the limits of instance types and the address blocks of subnets. Kept
/// by the process, and by the table in each group's row: when a run ends, what is news for the row goes into it; when
/// one is read, it is known here. A function that has just been started then need not ask in the middle of a failover,
/// and where many groups fail at once, more of EC2's requests are left for what only EC2 knows.
public final class LimitsCache {
    /// What is older is asked for again by a look. AWS says nowhere that a type's limits stay as they are.
    static final Duration KEEP = Duration.ofDays(14);
    /// What is older is asked for again by the sweep, so that a look finds nothing old.
    public static final Duration RENEW = Duration.ofDays(7);
    /// Where an ENI has an address outside its subnet's block, the block may be another by now: so often it is asked
    /// whether it is.
    static final Duration DOUBT = Duration.ofMinutes(10);

    private final Ec2Describe ec2Describe;
    private final Scheduler scheduler;
    private final Map<String, Dated<TypeLimits>> types = new ConcurrentHashMap<>();
    private final Map<String, Dated<Blocks>> subnets = new ConcurrentHashMap<>();
    private final Map<GroupName, Names> seen = new ConcurrentHashMap<>();
    private final Map<GroupName, Limits> kept = new ConcurrentHashMap<>();

    /// @param at when EC2 said so
    private record Dated<T>(T value, Instant at) {
        boolean older(Duration age, Instant now) {
            return at.plus(age).isBefore(now);
        }

        Dated<T> orLater(Dated<T> other) {
            return at.isBefore(other.at()) ? other : this;
        }
    }

    /// What a group was last seen with.
    private record Names(Set<String> types, Set<String> subnets) {}

    /// @param clients the SDK's
    public LimitsCache(Clients clients, Scheduler scheduler) {
        this.ec2Describe = new Ec2Describe(clients::ec2, scheduler);
        this.scheduler = scheduler;
    }

    /// Asks for the types that are not known, in one request; in none where all are.
    ///
    /// @param age what is older is asked for again
    public boolean learnTypes(Collection<String> names, Duration age) {
        Instant now = scheduler.now();
        Set<String> missing = new TreeSet<>(names);
        missing.removeIf(name -> {
            Dated<TypeLimits> known = types.get(name);
            return name.isEmpty() || (known != null && !known.older(age, now));
        });
        if (!missing.isEmpty()) {
            ec2Describe.types(missing).forEach(info -> learn(info, now));
        }
        return true;
    }

    private void learn(InstanceTypeInfo info, Instant now) {
        NetworkInfo network = info.networkInfo();
        if (network != null) {
            types.put(info.instanceTypeAsString(), new Dated<>(LimitsMapper.limits(network), now));
        }
    }

    /// Asks for the subnets of these ENIs that are not known or may have changed, in one request; in none where there
    /// are none.
    ///
    /// @param age what is older is asked for again
    public boolean learnSubnets(Collection<Eni> enis, Duration age) {
        Instant now = scheduler.now();
        Set<String> missing = new TreeSet<>();
        for (Eni eni : enis) {
            Dated<Blocks> known = subnets.get(eni.subnetId());
            boolean doubtful = known != null && !known.value().hold(eni.addresses());
            if (known == null || known.older(doubtful ? DOUBT : age, now)) {
                missing.add(eni.subnetId());
            }
        }
        missing.remove("");
        if (!missing.isEmpty()) {
            ec2Describe
                    .subnets(missing)
                    .forEach(subnet -> subnets.put(subnet.subnetId(), new Dated<>(LimitsMapper.blocks(subnet), now)));
        }
        return true;
    }

    Optional<TypeLimits> limits(@Nullable String type) {
        return Optional.ofNullable(types.get(SdkValues.text(type))).map(Dated::value);
    }

    Blocks blocks(@Nullable String subnet) {
        return Optional.ofNullable(subnets.get(SdkValues.text(subnet)))
                .map(Dated::value)
                .orElse(Blocks.UNKNOWN);
    }

    /// Notes which types and subnets are around a group.
    public void saw(GroupName group, Set<String> typeNames, Collection<Eni> enis) {
        seen.put(group, new Names(typeNames, enis.stream().map(Eni::subnetId).collect(Collectors.toSet())));
    }

    /// A group's row was read and says this.
    public void kept(GroupName group, Limits limits) {
        limits.types().forEach((name, one) -> types.merge(name, new Dated<>(one, limits.at()), Dated::orLater));
        limits.subnets().forEach((name, one) -> subnets.merge(name, new Dated<>(one, limits.at()), Dated::orLater));
        kept.put(group, limits);
    }

    /// What is to be written into a group's row, where that is news for it: something else, or the same, said much
    /// later.
    public Optional<Limits> news(GroupName group) {
        Names names = seen.getOrDefault(group, new Names(Set.of(), Set.of()));
        Map<String, Dated<TypeLimits>> limits = known(types, names.types());
        Map<String, Dated<Blocks>> blocks = known(subnets, names.subnets());
        Limits present = new Limits(values(limits), values(blocks), earliest(limits, blocks));
        Limits before = kept.getOrDefault(group, Limits.UNKNOWN);
        boolean same = present.says(before) && !before.at().plus(RENEW).isBefore(present.at());
        return present.unknown() || same ? Optional.empty() : Optional.of(present);
    }

    private static <T> Map<String, Dated<T>> known(Map<String, Dated<T>> all, Set<String> names) {
        Map<String, Dated<T>> found = new TreeMap<>();
        for (String name : names) {
            Dated<T> one = all.get(name);
            if (one != null) {
                found.put(name, one);
            }
        }
        return found;
    }

    private static <T> Map<String, T> values(Map<String, Dated<T>> dated) {
        Map<String, T> values = new TreeMap<>();
        dated.forEach((name, one) -> values.put(name, one.value()));
        return values;
    }

    private static Instant earliest(Map<String, ? extends Dated<?>> some, Map<String, ? extends Dated<?>> others) {
        return Stream.concat(some.values().stream(), others.values().stream())
                .map(Dated::at)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
