package enifailover.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every tag, both ways: values that are allowed and what they mean; values that are not, what is said of them, and
/// what holds meanwhile.
class GroupTagsTest {
    private static final GroupTags TAGS = new GroupTags("eni-failover:");
    private static final GroupName GROUP = new GroupName("sip-proxy");
    private static final EniId FIRST = new EniId("eni-0a1b2c3d4e5f60001");
    private static final EniId SECOND = new EniId("eni-0a1b2c3d4e5f60002");
    private static final InstanceId INSTANCE = new InstanceId("i-0a1b2c3d4e5f60001");

    @Test
    void withoutTagsTheDefaultsHold() {
        ParsedPolicy parsedPolicy =
                TAGS.parsedPolicy(GROUP, Map.of(FIRST, Map.of("Name", "x", "eni-failover:group", "sip-proxy")));
        assertEquals(Policy.DEFAULT, parsedPolicy.policy());
        assertEquals(List.of(), parsedPolicy.findings());
        assertEquals(Policy.DEFAULT, TAGS.parsedPolicy(GROUP, Map.of()).policy());
    }

    @ParameterizedTest
    @CsvSource({
        "paused, true, +1000000000-12-31T23:59:59.999999999Z",
        "paused, True, +1000000000-12-31T23:59:59.999999999Z",
        "paused, false, no",
        "paused, 2026-11-24T06:00:00Z, 2026-11-24T06:00:00Z",
        "paused, 2026-11-24T06:00Z, 2026-11-24T06:00:00Z",
        "paused, 2026-11-24T06:00:00+01:00, 2026-11-24T05:00:00Z",
        "paused, ' true ', +1000000000-12-31T23:59:59.999999999Z",
        "device-index, 1, 1",
        "device-index, 99, 99",
        "fence, none, NONE",
        "fence, stop, STOP",
        "detach, 0, PT0S",
        "detach, 600, PT10M",
        "cooldown, 0, PT0S",
        "cooldown, 86400, PT24H",
        "failback, manual, no",
        "failback, auto, PT5M",
        "failback, auto:0, PT0S",
        "failback, auto:86400, PT24H",
        "cold-standby, start, true",
        "planned, move, true",
        "planned, report, false",
        "probe, tcp:1, 1",
        "probe, tcp:65535, 65535",
        "routing, ssm, SSM",
        "routing, none, NONE",
        "no-show, next, false",
        "no-show, reboot, true",
    })
    void whatIsAllowed(String name, String value, String meaning) {
        ParsedPolicy parsedPolicy = parsedPolicy("eni-failover:" + name, value);
        assertEquals(List.of(), parsedPolicy.findings());
        assertEquals(meaning, meaning(name, parsedPolicy.policy()));
    }

    @ParameterizedTest
    @CsvSource({
        "device-index, 0",
        "device-index, -1",
        "device-index, 100",
        "device-index, 1.0",
        "device-index, ''",
        "device-index, 99999999999999999999",
        "fence, Stop",
        "fence, terminate",
        "fence, ''",
        "detach, 601",
        "detach, 5s",
        "detach, -5",
        "detach, +5",
        "cooldown, 86401",
        "cooldown, PT5M",
        "cooldown, ٣",
        "failback, automatic",
        "failback, auto:",
        "failback, auto:86401",
        "failback, auto:5m",
        "failback, manual:5",
        "failback, AUTO",
        "cold-standby, true",
        "cold-standby, stop",
        "planned, Move",
        "planned, ignore",
        "probe, 5060",
        "probe, tcp:0",
        "probe, tcp:65536",
        "probe, udp:5060",
        "probe, tcp:sip",
        "no-show, Reboot",
        "no-show, true",
        "no-show, stop",
    })
    void whatIsNotAllowed(String name, String value) {
        ParsedPolicy parsedPolicy = parsedPolicy("eni-failover:" + name, value);
        assertEquals(Policy.DEFAULT, parsedPolicy.policy());
        assertEquals(1, parsedPolicy.findings().size());
        Finding finding = parsedPolicy.findings().getFirst();
        assertEquals("tag-value", finding.check());
        assertEquals(Severity.WARNING, finding.severity());
        assertEquals(FIRST.value(), finding.subject());
        assertTrue(finding.symptom().contains("eni-failover:" + name + " is \"" + value + "\""), finding.symptom());
        assertTrue(finding.symptom().contains("until then"), finding.symptom());
        assertTrue(finding.action().startsWith("set it to "), finding.action());
    }

    /// Whoever wrote something there meant to pause.
    @ParameterizedTest
    @CsvSource({"''", "yes", "2026-11-24", "2026-11-24T06:00:00", "tomorrow", "0", "2026-13-24T06:00:00Z"})
    void aPauseThatIsNotUnderstoodPausesAndBlocks(String value) {
        ParsedPolicy parsedPolicy = parsedPolicy("eni-failover:paused", value);
        assertEquals(Optional.of(Instant.MAX), parsedPolicy.policy().paused());
        Finding finding = parsedPolicy.findings().getFirst();
        assertEquals(Severity.BLOCKER, finding.severity());
        assertEquals(
                "BLOCKER tag-value eni-0a1b2c3d4e5f60001: eni-failover:paused is \"" + value
                        + "\", which is not allowed;"
                        + " until then the group is paused without an end -> set it to true, false, or an instant such as"
                        + " 2026-11-24T06:00:00Z; or remove it",
                finding.toString());
    }

    @Test
    void anyEniPausesTheGroupAndTheLatestEndHolds() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-24T06:00:00Z")),
                parsedPolicy("eni-failover:paused", "2026-11-23T06:00:00Z", "2026-11-24T06:00:00Z")
                        .policy()
                        .paused());
        assertEquals(
                Optional.of(Instant.parse("2026-11-24T06:00:00Z")),
                parsedPolicy("eni-failover:paused", "false", "2026-11-24T06:00:00Z")
                        .policy()
                        .paused());
        assertEquals(
                Optional.of(Instant.MAX),
                parsedPolicy("eni-failover:paused", "true", "2026-11-24T06:00:00Z")
                        .policy()
                        .paused());
        assertEquals(
                Optional.of(Instant.MAX),
                parsedPolicy("eni-failover:paused", "false", "oops").policy().paused());
    }

    @Test
    void theEniWithTheLowestIdHasTheWord() {
        ParsedPolicy parsedPolicy = parsedPolicy("eni-failover:fence", "stop", "none");
        assertEquals(Policy.Fence.STOP, parsedPolicy.policy().fence());
        assertEquals(
                "WARNING tags-differ sip-proxy: eni-failover:fence is \"stop\" on eni-0a1b2c3d4e5f60001 and \"none\" on"
                        + " eni-0a1b2c3d4e5f60002, which move together; the value of eni-0a1b2c3d4e5f60001 is used"
                        + " -> set it to the same on all ENIs of the group, or leave it on one: none or stop",
                text(parsedPolicy));
    }

    @Test
    void anEniThatSaysNothingOrNothingAllowedContradictsNobody() {
        ParsedPolicy silent =
                TAGS.parsedPolicy(GROUP, Map.of(FIRST, Map.of(), SECOND, Map.of("eni-failover:fence", "stop")));
        assertEquals(Policy.Fence.STOP, silent.policy().fence());
        assertEquals(List.of(), silent.findings());
        ParsedPolicy wrong = parsedPolicy("eni-failover:fence", "halt", "stop");
        assertEquals(Policy.Fence.STOP, wrong.policy().fence());
        assertEquals(1, wrong.findings().size());
        assertEquals(
                List.of(),
                parsedPolicy("eni-failover:failback", "auto", "auto:300").findings());
    }

    @Test
    void eachEniHasItsOwnDeviceIndex() {
        ParsedPolicy two = parsedPolicy("eni-failover:device-index", "1", "2");
        assertEquals(Map.of(FIRST, 1, SECOND, 2), two.policy().deviceIndex());
        assertEquals(List.of(), two.findings());
        ParsedPolicy same = parsedPolicy("eni-failover:device-index", "3", "3");
        assertEquals(Map.of(FIRST, 3, SECOND, 3), same.policy().deviceIndex());
        assertTrue(
                text(same).contains("eni-failover:device-index is \"3\" on " + FIRST + " and on " + SECOND),
                text(same));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eni-failover:fense | tag-unknown | there is no such tag",
                "eni-failover: | tag-unknown | there is no such tag",
                "eni-failover:Paused | tag-unknown | rename it to eni-failover:paused;",
                "ENI-Failover:fence | tag-unknown | rename it to eni-failover:fence;",
                "eni-failover:priority | tag-place | put it on an instance;",
            })
    void aTagThatMeansNothingOnAnEni(String key, String check, String message) {
        Finding finding = parsedPolicy(key, "1").findings().getFirst();
        assertEquals(check, finding.check());
        assertTrue(finding.toString().contains(message), finding.toString());
        assertTrue(finding.symptom().startsWith(key + " is \"1\""), finding.symptom());
        assertTrue(
                finding.action()
                        .endsWith("an ENI may have group, paused, device-index, fence, detach, cooldown, failback,"
                                + " cold-standby, planned, probe, routing, no-show"),
                finding.action());
        assertEquals(Policy.DEFAULT, parsedPolicy(key, "1").policy());
    }

    @Test
    void tagsOfOthersAreNoneOfOurBusiness() {
        assertEquals(List.of(), parsedPolicy("eni-failover2:fence", "x").findings());
        assertEquals(List.of(), parsedPolicy("eni-failover", "x").findings());
        assertEquals(
                List.of(),
                parsedPolicy("aws:cloudformation:stack-name", "eni-failover:x").findings());
        GroupTags other = new GroupTags("prod:");
        ParsedPolicy parsedPolicy =
                other.parsedPolicy(GROUP, Map.of(FIRST, Map.of("prod:fence", "stop", "eni-failover:fence", "oops")));
        assertEquals(Policy.Fence.STOP, parsedPolicy.policy().fence());
        assertEquals(List.of(), parsedPolicy.findings());
        assertEquals("prod:group", other.groupKey());
    }

    @ParameterizedTest
    @CsvSource({"sip-proxy, sip-proxy", "' sip-proxy ', sip-proxy", "A.b_c-9, A.b_c-9", "a b, ''", "'', ''", "ä, ''"})
    void theGroupOfAnEni(String value, String group) {
        Map<String, String> tags = Map.of("eni-failover:group", value);
        assertEquals(group, TAGS.groupOf(tags).map(GroupName::value).orElse(""));
        List<Finding> findings = TAGS.ofGrouplessEni(FIRST, tags);
        assertEquals(group.isEmpty() ? 1 : 0, findings.size());
        findings.forEach(finding -> {
            assertEquals(Severity.BLOCKER, finding.severity());
            assertTrue(finding.symptom().startsWith("eni-failover:group is \"" + value + "\""), finding.symptom());
        });
        assertTrue(TAGS.groupOf(Map.of()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip-proxy | sip-proxy | 0",
                "sip-proxy web | sip-proxy web | 0",
                "'  web\t sip-proxy web ' | sip-proxy web | 0",
                "sip-proxy,web | sip-proxy web | 1",
                "sip-proxy, we/b | sip-proxy | 2",
                "a;b | '' | 1",
                "'' | '' | 1",
                "',' | '' | 1",
            })
    void theGroupsOfAnInstance(String value, String groups, int findings) {
        Membership membership = TAGS.membership(INSTANCE, Map.of("eni-failover:group", value));
        assertEquals(groups, membership.groups().stream().map(GroupName::value).collect(Collectors.joining(" ")));
        assertEquals(
                findings, membership.findings().size(), membership.findings().toString());
        assertEquals(100, membership.priority());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "999, 999, 0", "' 7 ', 7, 0", "1000, 100, 1", "-1, 100, 1", "high, 100, 1", "'', 100, 1"})
    void thePriorityOfAnInstance(String value, int priority, int findings) {
        Membership membership =
                TAGS.membership(INSTANCE, Map.of("eni-failover:group", "a", "eni-failover:priority", value));
        assertEquals(priority, membership.priority());
        assertEquals(findings, membership.findings().size());
        membership
                .findings()
                .forEach(finding -> assertEquals(
                        "WARNING tag-value " + INSTANCE + ": eni-failover:priority is \"" + value
                                + "\", which is not allowed; until then 100 is used -> set it to a number from 0 to 999",
                        finding.toString()));
    }

    @Test
    void aTagOfAnEniOnAnInstance() {
        Membership membership = TAGS.membership(INSTANCE, Map.of("eni-failover:paused", "true"));
        assertEquals(
                "[WARNING tag-place " + INSTANCE
                        + ": eni-failover:paused is \"true\", but it has no effect on an instance"
                        + " -> put it on an ENI; an instance may have group, priority]",
                membership.findings().toString());
        assertEquals(List.of(), TAGS.membership(INSTANCE, Map.of("Name", "web")).findings());
    }

    /// `values` of one tag, the first on the ENI with the lowest id.
    private static ParsedPolicy parsedPolicy(String key, String... values) {
        Map<String, String> first = Map.of(key, values[0]);
        return TAGS.parsedPolicy(
                GROUP,
                values.length == 1 ? Map.of(FIRST, first) : Map.of(SECOND, Map.of(key, values[1]), FIRST, first));
    }

    private static String meaning(String name, Policy policy) {
        return switch (name) {
            case "paused" -> policy.paused().map(Object::toString).orElse("no");
            case "device-index" -> String.valueOf(policy.deviceIndex().get(FIRST));
            case "fence" -> policy.fence().name();
            case "detach" -> String.valueOf(policy.detach().orElseThrow());
            case "cooldown" -> String.valueOf(policy.cooldown());
            case "failback" -> policy.failback().map(Object::toString).orElse("no");
            case "cold-standby" -> String.valueOf(policy.startsColdStandby());
            case "planned" -> String.valueOf(policy.movesWhenAnnounced());
            case "probe" -> String.valueOf(policy.probePort().orElseThrow());
            case "routing" -> String.valueOf(policy.routing());
            case "no-show" -> String.valueOf(policy.rebootsOnNoShow());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String text(ParsedPolicy parsedPolicy) {
        return parsedPolicy.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
