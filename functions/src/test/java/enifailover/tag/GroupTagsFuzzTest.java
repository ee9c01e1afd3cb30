package enifailover.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever stands in the tags: nothing is thrown, the policy keeps within its ranges, and every finding can be acted
/// on. Seeded, so that a failure can be repeated.
class GroupTagsFuzzTest {
    private static final long SEED = 20_261_123L;
    private static final GroupName GROUP = new GroupName("g");
    private static final InstanceId INSTANCE = new InstanceId("i-0a1b2c3d4e5f60001");
    private static final List<String> KEYS = List.of(
            "group",
            "paused",
            "device-index",
            "fence",
            "detach",
            "cooldown",
            "failback",
            "cold-standby",
            "no-show",
            "planned",
            "probe",
            "priority",
            "Fence",
            "",
            "x",
            "group ");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "true",
            "false",
            "2026-11-24T06:00:00Z",
            "none",
            "stop",
            "0",
            "1",
            "5",
            "600",
            "99999999",
            "-1",
            "manual",
            "auto",
            "auto:60",
            "start",
            "move",
            "report",
            "tcp:5060",
            "a",
            "a b",
            "a,b",
            "\n",
            "\u2028",
            "😀",
            "NaN",
            "1e9",
            "0x10",
            "2026-11-24T06:00:00+99:00",
            "x".repeat(256),
            "\ud800");

    private final GroupTags tags = new GroupTags("eni-failover:");

    @Test
    void anyTags() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            Map<EniId, Map<String, String>> enis = new TreeMap<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                enis.put(new EniId("eni-0000000" + n), some(random));
            }
            ParsedPolicy parsedPolicy = tags.parsedPolicy(GROUP, enis);
            assertWithinItsRanges(parsedPolicy.policy());
            parsedPolicy.findings().forEach(GroupTagsFuzzTest::assertCanBeActedOn);
            // The order in which EC2 lists the ENIs changes nothing.
            assertEquals(parsedPolicy, tags.parsedPolicy(GROUP, new HashMap<>(enis)));

            Map<String, String> ofInstance = some(random);
            Membership membership = tags.membership(INSTANCE, ofInstance);
            assertTrue(membership.priority() >= 0 && membership.priority() <= 999);
            membership.findings().forEach(GroupTagsFuzzTest::assertCanBeActedOn);
            tags.ofGrouplessEni(new EniId("eni-00000001"), ofInstance).forEach(GroupTagsFuzzTest::assertCanBeActedOn);
            tags.groupOf(ofInstance);
        }
    }

    /// A tag has its meaning, or there is a finding: never neither.
    @Test
    void noTagIsPassedOverInSilence() {
        for (String key : KEYS) {
            for (String value : VALUES) {
                ParsedPolicy parsedPolicy = tags.parsedPolicy(
                        GROUP, Map.of(new EniId("eni-00000001"), Map.of("eni-failover:" + key, value)));
                boolean meant = !parsedPolicy.policy().equals(Policy.DEFAULT);
                boolean theDefaultOrTheGroup =
                        List.of("none", "false", "manual", "move").contains(value) || key.equals("group");
                assertTrue(
                        meant
                                || theDefaultOrTheGroup
                                || !parsedPolicy.findings().isEmpty(),
                        key + "=" + value);
                for (Finding finding : parsedPolicy.findings()) {
                    assertTrue(finding.symptom().startsWith("eni-failover:" + key + " is \""), finding.toString());
                }
            }
        }
    }

    private static void assertWithinItsRanges(Policy policy) {
        policy.deviceIndex().values().forEach(index -> assertTrue(index >= 1 && index <= 99));
        policy.detach().ifPresent(detach -> assertWithin(detach, 600));
        assertWithin(policy.cooldown(), 86_400);
        policy.failback().ifPresent(delay -> assertWithin(delay, 86_400));
        policy.probePort().ifPresent(port -> assertTrue(port >= 1 && port <= 65_535));
    }

    private static void assertWithin(Duration duration, long most) {
        assertTrue(!duration.isNegative() && duration.toSeconds() <= most, duration.toString());
    }

    /// It names the tag, its value and what is allowed, on one line.
    private static void assertCanBeActedOn(Finding finding) {
        assertTrue(
                finding.symptom().regionMatches(true, 0, "eni-failover:", 0, 13)
                        && finding.symptom().contains(" is \""),
                finding.toString());
        boolean allowed = finding.action().startsWith("set it to ")
                || finding.action().contains(" may have ")
                || finding.action().contains("a number from ");
        assertTrue(allowed, finding.toString());
        assertFalse(finding.toString().chars().anyMatch(Character::isISOControl), finding.toString());
        assertTrue(finding.toString().length() < 700, finding.toString());
    }

    private static Map<String, String> some(Random random) {
        Map<String, String> tags = new HashMap<>();
        for (int n = random.nextInt(8); n > 0; n--) {
            String value = random.nextInt(4) > 0
                    ? VALUES.get(random.nextInt(VALUES.size()))
                    : random.ints(random.nextInt(12), 0, 0x3000)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
            tags.put("eni-failover:" + KEYS.get(random.nextInt(KEYS.size())), value);
        }
        return tags;
    }
}
