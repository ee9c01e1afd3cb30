package enifailover.aws.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.aws.dynamodb.LimitsItems;
import enifailover.aws.ec2.Limits.Blocks;
import enifailover.model.Addresses;
import enifailover.model.TypeLimits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// When what is remembered of a subnet is believed, and how it is written down.
class LimitsTest {
    private static final Blocks FOUR = new Blocks(Optional.of("10.0.1.0/24"), Optional.empty());
    private static final Limits ALL = new Limits(
            Map.of(
                    "m5.large", new TypeLimits(List.of(3), 10, 10),
                    "p5.48xlarge", new TypeLimits(List.of(2, 1, 1), 50, 49)),
            Map.of(
                    "subnet-1",
                    FOUR,
                    "subnet-2",
                    both("2001:db8::/64"),
                    "subnet-3",
                    new Blocks(Optional.empty(), Optional.of("2001:db8:1::/64"))),
            Instant.parse("2026-11-28T10:00:00Z"));

    private static Blocks both(String ipv6) {
        return new Blocks(Optional.of("10.0.1.0/24"), Optional.of(ipv6));
    }

    private static Addresses addresses(List<String> ipv6, List<String> prefixes) {
        return new Addresses(List.of("10.0.1.10"), List.of(), ipv6, prefixes, Optional.empty(), Optional.empty());
    }

    @Test
    void anEniWithoutIpv6DoesNotDoubtItsSubnet() {
        assertTrue(FOUR.hold(addresses(List.of(), List.of())));
        assertTrue(both("2001:db8::/64").hold(addresses(List.of(), List.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8::/64", "2001:db8::/56", "2001:db8:0:0::/48", "::/0", "2001:db8::10/128"})
    void anAddressInTheBlockSaysThatItIsThere(String block) {
        assertTrue(both(block).hold(addresses(List.of("2001:db8::10"), List.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8:0:1::/64", "2001:db8::/125", "2001:db8::11/128", "10.0.1.0/24", "junk", "1::/x"})
    void anAddressOutsideDoesNot(String block) {
        assertFalse(both(block).hold(addresses(List.of("2001:db8::10"), List.of())));
        assertFalse(FOUR.hold(addresses(List.of("2001:db8::10"), List.of())));
    }

    /// One outside is enough to doubt the block, and delegated prefixes count.
    @Test
    void everyAddressAndPrefixHasToBeInTheBlock() {
        Blocks blocks = both("2001:db8::/64");
        assertTrue(blocks.hold(addresses(List.of("2001:db8::1"), List.of("2001:db8:0:0:1::/80"))));
        assertFalse(blocks.hold(addresses(List.of("2001:db8::1", "2001:db8:1::1"), List.of())));
        assertFalse(blocks.hold(addresses(List.of(), List.of("2001:db8:0:1::/80"))));
    }

    @Test
    void isReadAsItWasWritten() {
        assertEquals(ALL, LimitsItems.read(Map.of("limits", LimitsItems.write(ALL))));
        assertEquals(Limits.UNKNOWN, LimitsItems.read(Map.of()));
    }

    /// Of what is not as we write it, each part is left out by itself: EC2 can be asked.
    @Test
    void whatIsForeignIsNotKnown() {
        AttributeValue text = AttributeValue.fromS("x");
        AttributeValue message = AttributeValue.fromL(List.of(text, text, text));
        AttributeValue few = AttributeValue.fromL(List.of(number("1"), number("2")));
        AttributeValue mixed = AttributeValue.fromL(List.of(text, number("10"), number("10"), number("3")));
        AttributeValue good = AttributeValue.fromL(List.of(number("10"), number("10"), number("3")));
        AttributeValue types =
                AttributeValue.fromM(Map.of("a", text, "b", message, "c", few, "d", mixed, "m5.large", good));
        AttributeValue subnets = AttributeValue.fromM(Map.of("a", text, "b", AttributeValue.fromM(Map.of())));
        assertEquals(
                new Limits(Map.of("m5.large", new TypeLimits(List.of(3), 10, 10)), Map.of(), Instant.EPOCH),
                read(Map.of("types", types, "subnets", subnets, "at", number("0"))));
        assertEquals(Limits.UNKNOWN, read(Map.of("types", types)));
        assertEquals(Limits.UNKNOWN, read(Map.of("types", types, "at", text)));
        assertEquals(Limits.UNKNOWN, LimitsItems.read(Map.of("limits", text)));
    }

    private static AttributeValue number(String value) {
        return AttributeValue.fromN(value);
    }

    private static Limits read(Map<String, AttributeValue> around) {
        return LimitsItems.read(Map.of("limits", AttributeValue.fromM(around)));
    }
}
