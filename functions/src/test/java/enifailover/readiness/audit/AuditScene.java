package enifailover.readiness.audit;

import static enifailover.model.group.Altered.altered;
import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.NOW;

import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.Instance;
import enifailover.model.InstanceId;
import enifailover.model.audit.AuditBaseline;
import enifailover.model.audit.AuditSnapshot;
import enifailover.model.audit.AuditSnapshot.DeadLetters;
import enifailover.model.audit.EniTraits;
import enifailover.model.audit.EventRule;
import enifailover.model.audit.FlowLog;
import enifailover.model.audit.Lookup;
import enifailover.model.audit.PermissionCheck;
import enifailover.model.audit.RouteTable;
import enifailover.model.audit.RouteTable.Route;
import enifailover.model.audit.RoutingDocument;
import enifailover.model.audit.SsmAgent;
import enifailover.model.audit.StatusAlarm;
import enifailover.model.audit.StopObstacle;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.Member;
import enifailover.model.group.Situation;
import enifailover.readiness.audit.Auditor.AuditInput;
import enifailover.readiness.check.Audit;
import enifailover.readiness.check.RemediationAction;
import enifailover.readiness.check.Thresholds;
import enifailover.script.RoutingScript;
import enifailover.tag.GroupTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Everything an audit sees of one well group, with nothing to find, to be changed by small differences.
public final class AuditScene {
    static final GroupName SIP = new GroupName("sip");
    static final Thresholds STANDARDS =
            new Thresholds(Duration.ofDays(90), Thresholds.AGENT_SILENCE, Thresholds.RIGHTS_AGE);

    Thresholds thresholds = STANDARDS;
    Situation situation = Situation.usual();
    final List<GroupSnapshot> otherGroups = new ArrayList<>();
    final List<Eni> otherEnis = new ArrayList<>();
    final List<Instance> otherInstances = new ArrayList<>();
    final Map<EniId, EniTraits> traits = new TreeMap<>(Map.of(ENI, TRAITS));
    final Set<InstanceId> recovers = new HashSet<>();
    Lookup<List<RouteTable>> routeTables = Lookup.known(List.of(table()));
    Lookup<List<FlowLog>> flowLogs = Lookup.known(List.of(new FlowLog("fl-1", "subnet-1", true, Optional.empty())));
    Lookup<Map<InstanceId, Set<String>>> volumeKeys = Lookup.known(Map.of());
    Lookup<Map<InstanceId, SsmAgent>> agents =
            Lookup.known(new LinkedHashMap<>(Map.of(A, agent(), B, agent(), C, agent())));
    Lookup<RoutingDocument> document = Lookup.known(new RoutingDocument(
            "eni-failover-routing", "Active", "3", "3", Optional.of(RoutingScript.SHA256), 54_000, 4000));
    Lookup<List<StatusAlarm>> alarms =
            Lookup.known(Stream.of(A, B, C).flatMap(id -> alarms(id).stream()).toList());
    Lookup<List<EventRule>> rules = Lookup.known(Stream.of(
                    "StateChange",
                    "StatusCheckAlarm",
                    "StatusCheckContributor",
                    "Health",
                    "SpotInterruption",
                    "TerminateLifecycleAction",
                    "Rebalance",
                    "Sweep")
            .map(name -> new EventRule(name, "stack-FailoverFunction" + name + "-1A2B", true))
            .toList());
    Lookup<List<String>> onTagPrefix = Lookup.known(List.of("stack-ReadinessFunctionTagChange-1A2B"));
    Lookup<DeadLetters> deadLetters = Lookup.known(DeadLetters.NONE);
    Lookup<Map<InstanceId, Set<StopObstacle>>> stopObstacles = Lookup.known(Map.of());
    final Map<GroupName, AuditBaseline> accepted = new TreeMap<>(Map.of(
            SIP,
            AuditBaseline.NOTHING
                    .withTraits(Map.of(ENI, TRAITS))
                    .withDrilledAt(Optional.of(NOW.minus(Duration.ofDays(9))))));
    Optional<PermissionCheck> rights =
            Optional.of(new PermissionCheck(NOW.minus(Duration.ofMinutes(20)), SIP, Optional.empty()));
    final Set<RemediationAction> mended = new HashSet<>();
    final List<String> warnings = new ArrayList<>();

    static final EniTraits TRAITS =
            new EniTraits(new TreeSet<>(Set.of("sg-1", "sg-2")), false, Map.of("10.0.2.50", "203.0.113.7"));

    static SsmAgent agent() {
        return new SsmAgent(true, NOW.minus(Duration.ofMinutes(3)), "3.3.987.0", true, "Amazon Linux 2023", true);
    }

    static List<StatusAlarm> alarms(InstanceId instance) {
        return Stream.of(StatusAlarm.Check.values())
                .map(check -> new StatusAlarm(
                        "eni-failover-" + instance + "-" + check.metric(),
                        instance,
                        check.metric(),
                        "OK",
                        true,
                        List.of(),
                        true,
                        false))
                .toList();
    }

    static RouteTable table(Route... more) {
        List<Route> routes = new ArrayList<>(
                List.of(new Route("10.0.0.0/16", "local", "", false), new Route("0.0.0.0/0", "igw-1", "", false)));
        routes.addAll(List.of(more));
        return new RouteTable("rtb-1", "vpc-1", true, Set.of(), routes);
    }

    public Situation situation() {
        return situation;
    }

    public EniTraits traitsOf(EniId eni) {
        return Objects.requireNonNull(traits.get(eni));
    }

    /// Somebody switches the source/dest check.
    public EniTraits changeTraits() {
        EniTraits changed = new EniTraits(TRAITS.securityGroups(), !TRAITS.sourceDestCheck(), TRAITS.elasticIps());
        traits.put(ENI, changed);
        return changed;
    }

    /// Nobody watches the members.
    public void noAlarms() {
        alarms = Lookup.known(List.of());
    }

    /// What was remembered of the group.
    void accept(UnaryOperator<AuditBaseline> change) {
        accepted.computeIfPresent(SIP, (name, last) -> change.apply(last));
    }

    AuditSnapshot survey() {
        return new AuditSnapshot(
                traits,
                recovers,
                routeTables,
                flowLogs,
                volumeKeys,
                agents,
                document,
                alarms,
                rules,
                onTagPrefix,
                deadLetters,
                stopObstacles);
    }

    List<GroupSnapshot> groups() {
        List<GroupSnapshot> groups = new ArrayList<>(otherGroups);
        groups.add(situation.snapshot());
        return groups;
    }

    Audit audit() {
        List<GroupSnapshot> groups = groups();
        List<Eni> enis = new ArrayList<>(otherEnis);
        List<Instance> instances = new ArrayList<>(otherInstances);
        groups.forEach(group -> enis.addAll(
                group.enis().stream().map(eni -> tagged(eni, group.name())).toList()));
        groups.forEach(group -> group.members().stream().map(Member::instance).forEach(instances::add));
        return new Auditor(new GroupTags("eni-failover:"), thresholds)
                .audit(new AuditInput(
                        groups, enis, instances, survey(), accepted, rights, mended, List.of(), warnings, NOW));
    }

    /// As a member of `sip`, unless it has tags.
    static Instance tagged(Instance i) {
        Map<String, String> tags = i.tags().isEmpty() ? Map.of("eni-failover:group", SIP.value()) : i.tags();
        return new Instance(
                i.id(),
                i.state(),
                i.type(),
                i.availabilityZone(),
                i.vpcId(),
                tags,
                i.occupied(),
                i.checks(),
                i.scheduled(),
                i.shell(),
                i.limits(),
                i.provisioning());
    }

    static Eni tagged(Eni e, GroupName group) {
        return tagged(e, Map.of("eni-failover:group", group.value()));
    }

    static Eni tagged(Eni e, Map<String, String> tags) {
        return altered(e, "tags", tags);
    }

    /// The findings of the group `sip`.
    List<Finding> ofTheGroup() {
        return audit().groups().stream()
                .filter(group -> group.group().equals(SIP))
                .findFirst()
                .orElseThrow()
                .findings();
    }

    /// The findings of the deployment.
    List<Finding> ofTheDeployment() {
        return audit().deployment();
    }
}
