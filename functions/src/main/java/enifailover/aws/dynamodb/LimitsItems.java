package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.present;
import static enifailover.aws.dynamodb.Items.text;
import static enifailover.aws.dynamodb.UpdateExpression.number;

import enifailover.aws.ec2.Limits;
import enifailover.aws.ec2.Limits.Blocks;
import enifailover.model.TypeLimits;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How what is around a group is written and read: one attribute of its row. What is not as it is written here is read
/// as not known, for EC2 can be asked.
public final class LimitsItems {
    private static final String TYPES = "types";
    private static final String SUBNETS = "subnets";
    private static final String AT = "at";
    private static final String IPV4 = "ipv4";
    private static final String IPV6 = "ipv6";

    private LimitsItems() {}

    public static AttributeValue write(Limits limits) {
        Map<String, AttributeValue> types = new HashMap<>();
        limits.types().forEach((type, most) -> types.put(type, limits(most)));
        Map<String, AttributeValue> subnets = new HashMap<>();
        limits.subnets().forEach((subnet, blocks) -> subnets.put(subnet, blocks(blocks)));
        return AttributeValue.fromM(Map.of(
                TYPES, AttributeValue.fromM(types),
                SUBNETS, AttributeValue.fromM(subnets),
                AT, number(limits.at().toEpochMilli())));
    }

    /// The addresses of an interface, IPv4 and IPv6, and then the interfaces of each card.
    private static AttributeValue limits(TypeLimits limits) {
        return AttributeValue.fromL(Stream.concat(
                        Stream.of(limits.ipv4PerInterface(), limits.ipv6PerInterface()),
                        limits.interfacesPerCard().stream())
                .map(number -> number(number))
                .toList());
    }

    private static AttributeValue blocks(Blocks blocks) {
        Map<String, AttributeValue> fields = new HashMap<>();
        blocks.ipv4().ifPresent(block -> fields.put(IPV4, text(block)));
        blocks.ipv6().ifPresent(block -> fields.put(IPV6, text(block)));
        return AttributeValue.fromM(fields);
    }

    public static Limits read(Map<String, AttributeValue> row) {
        Map<String, AttributeValue> all =
                present(row, Items.AROUND).map(AttributeValue::m).orElse(Map.of());
        return present(all, AT)
                .flatMap(LimitsItems::whole)
                .map(at -> new Limits(
                        each(all, TYPES, LimitsItems::limits),
                        each(all, SUBNETS, LimitsItems::blocks),
                        Instant.ofEpochMilli(at)))
                .orElse(Limits.UNKNOWN);
    }

    private static Optional<Long> whole(AttributeValue value) {
        try {
            return Optional.of(Long.valueOf(value.n()));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }

    private static <T> Map<String, T> each(
            Map<String, AttributeValue> all, String name, Function<AttributeValue, Optional<T>> read) {
        Map<String, T> found = new TreeMap<>();
        present(all, name)
                .map(AttributeValue::m)
                .ifPresent(entries ->
                        entries.forEach((key, value) -> read.apply(value).ifPresent(known -> found.put(key, known))));
        return found;
    }

    private static Optional<TypeLimits> limits(AttributeValue value) {
        List<Integer> numbers = value.l().stream()
                .flatMap(one -> whole(one).stream())
                .map(Long::intValue)
                .toList();
        return numbers.size() < 3 || numbers.size() < value.l().size()
                ? Optional.empty()
                : Optional.of(new TypeLimits(numbers.subList(2, numbers.size()), numbers.get(0), numbers.get(1)));
    }

    private static Optional<Blocks> blocks(AttributeValue value) {
        Blocks blocks = new Blocks(
                present(value.m(), IPV4).map(AttributeValue::s),
                present(value.m(), IPV6).map(AttributeValue::s));
        return Optional.of(blocks).filter(known -> !known.equals(Blocks.UNKNOWN));
    }
}
