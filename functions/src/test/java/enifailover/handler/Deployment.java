package enifailover.handler;

import static enifailover.testkit.region.Scenes.ACTIVE;
import static enifailover.testkit.region.Scenes.ENI;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.testkit.region.Region;
import enifailover.testkit.region.RegionBuilder;
import enifailover.testkit.region.Scenes;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.dynamo.DynamoOfAClass;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/// The functions deployed in a Region that has the group `web`: what happens to it, and what comes of it. Built on
/// [Scenes#pair]: [Scenes#ACTIVE] has [Scenes#ENI], [Scenes#STANDBY] is ready. Time is virtual.
final class Deployment {
    /// A third member, where a test adds it by [#third(RegionBuilder)]: taken after [Scenes#STANDBY].
    static final String THIRD = "i-0dddddddddddddddd";
    /// A second ENI of the group, where a test adds it by [#secondEni(RegionBuilder)]: at index 2 of the active.
    static final String ENI2 = "eni-0bbbbbbbbbbbbbbbb";

    private static final String GROUP = "eni-failover:group";
    private static final JsonMapper JSON = new JsonMapper();

    final Region region;
    final FunctionLab lab;

    private Deployment(Region region, FunctionLab lab) {
        this.region = region;
        this.lab = lab;
    }

    /// Plays a story in a Region where a first sweep has seen the group.
    static void seen(DynamoOfAClass dynamo, UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        fresh(dynamo, scene, web -> {
            web.sweep();
            web.region.forgetCalls();
            story.accept(web);
        });
    }

    /// Plays a story in a Region of which the functions know nothing yet.
    static void fresh(DynamoOfAClass dynamo, UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        deployed(dynamo, scene, false, story);
    }

    /// The same with the stack's parameter `StageRouting`.
    static void staging(DynamoOfAClass dynamo, UnaryOperator<RegionBuilder> scene, Consumer<Deployment> story) {
        deployed(dynamo, scene, true, story);
    }

    private static void deployed(
            DynamoOfAClass dynamo, UnaryOperator<RegionBuilder> scene, boolean stages, Consumer<Deployment> story) {
        VirtualTime.run(7, time -> {
            Region region = scene.apply(Scenes.pair(time)).build();
            FunctionLab lab = new FunctionLab(region, dynamo.running(), time, false, "eni-failover:", stages);
            story.accept(new Deployment(region, lab));
        });
    }

    static RegionBuilder usual(RegionBuilder scene) {
        return scene;
    }

    static RegionBuilder third(RegionBuilder scene) {
        return scene.instance(THIRD, one -> one.tag(GROUP, "web"));
    }

    static RegionBuilder secondEni(RegionBuilder scene) {
        return scene.eni(ENI2, eni -> eni.address("10.0.1.51").tag(GROUP, "web").on(ACTIVE, 2));
    }

    /// One sweep.
    ///
    /// @return the verdict on the group where it was looked at closely, else `none`
    String sweep() {
        return verdict(
                answered(FunctionLab.call(lab.failover, "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}")));
    }

    /// A sweep a minute.
    ///
    /// @return their verdicts
    List<String> sweeps(int minutes) {
        List<String> verdicts = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            passes(60);
            verdicts.add(sweep());
        }
        return verdicts;
    }

    /// A person detaches an ENI, gracefully.
    void detachesByHand(String eni) {
        var at = Objects.requireNonNull(region.eni(eni).attachment(), eni);
        region.ec2(Caller.named("person")).detach(at.id(), false, false);
    }

    void passes(int seconds) {
        region.time().sleep(Duration.ofSeconds(seconds));
    }

    private JsonNode answer = JSON.createObjectNode();

    private JsonNode answered(JsonNode node) {
        answer = node;
        return node;
    }

    /// The whole of the last answer, for messages.
    String last() {
        return answer.toPrettyString();
    }

    /// EC2 tells of a state, now.
    String event(String instance, String state) {
        return event("aws.ec2", "EC2 Instance State-change Notification", """
                {"instance-id":"%s","state":"%s"}""".formatted(instance, state));
    }

    /// EC2 warns that it takes a Spot instance back, now.
    String spotWarning(String instance) {
        region.strike(world -> world.spot(instance));
        return forgedSpotWarning(instance);
    }

    /// Somebody says so, of whatever instance.
    String forgedSpotWarning(String instance) {
        return event("aws.ec2", "EC2 Spot Instance Interruption Warning", """
                {"instance-id":"%s","instance-action":"terminate"}""".formatted(instance));
    }

    /// An event that happens now.
    String event(String source, String type, String detail) {
        return verdict(answered(FunctionLab.call(
                lab.failover, """
                {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602","detail-type":"%s","source":"%s",
                 "account":"111122223333","time":"%s","region":"eu-west-1","resources":[],"detail":%s}""".formatted(type, source, region.time().now(), detail))));
    }

    /// A person's request, such as `failover`.
    String drill(String action) {
        return request("{\"action\":\"%s\",\"group\":\"web\",\"confirm\":\"web\"}".formatted(action));
    }

    /// A person's request as it stands.
    String request(String json) {
        return verdict(answered(FunctionLab.call(lab.drill, json)));
    }

    /// The readiness audit.
    JsonNode audit() {
        return answered(FunctionLab.call(lab.readiness, "{\"action\":\"audit\"}"));
    }

    /// The audit's findings of the group, each as `SEVERITY check subject`.
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (JsonNode group : audit().path("audits")) {
            group.path("findings")
                    .forEach(one -> findings.add(one.path("severity").asText() + " "
                            + one.path("check").asText() + " "
                            + one.path("subject").asText()));
        }
        return findings;
    }

    private static String verdict(JsonNode answer) {
        return StreamSupport.stream(answer.path("reports").spliterator(), false)
                .filter(report -> report.path("group").asText().equals("web"))
                .map(report -> report.path("verdict").asText())
                .reduce((_, later) -> later)
                .orElse("none");
    }

    /// The active loses its power, and half a minute passes.
    void stops(String instance) {
        region.strike(scenery -> scenery.stop(instance, true, "a power failure"));
        passes(30);
    }

    /// Somebody sets a tag, beside those that are there.
    void tag(String id, String key, String value) {
        Map<String, String> tags = new HashMap<>(
                id.startsWith("i-")
                        ? region.instance(id).tags()
                        : region.eni(id).tags());
        tags.put(key, value);
        region.strike(scenery -> scenery.retag(id, tags));
    }

    /// Somebody takes all tags off.
    void untag(String id) {
        region.strike(scenery -> scenery.retag(id, Map.of()));
    }

    /// Who has the ENI, attached; else its state in words.
    String holder() {
        return holder(ENI);
    }

    String holder(String eni) {
        var at = region.eni(eni).attachment();
        return at == null
                ? "nobody"
                : at.status().word().equals("attached")
                        ? at.instanceId()
                        : at.status().word();
    }

    long detaches() {
        return carriedOut("DetachNetworkInterface");
    }

    long attaches() {
        return carriedOut("AttachNetworkInterface");
    }

    /// How many requests of an action EC2 or another service has carried out.
    long carriedOut(String action) {
        return region.calls().stream()
                .filter(call ->
                        call.attempt().action().equals(action) && call.code().equals("ok"))
                .count();
    }

    /// How many requests of an action were made, refused ones too.
    long asked(String action) {
        return region.calls().stream()
                .filter(call ->
                        call.attempt().action().equals(action) && !call.code().equals("DryRunOperation"))
                .count();
    }

    /// Every change that was carried out in EC2, but what the audit keeps.
    List<String> changes() {
        return region.calls().stream()
                .filter(call -> call.attempt().service().equals("ec2")
                        && !call.attempt().reads()
                        && call.code().equals("ok"))
                .map(call -> call.attempt().action())
                .filter(action -> !action.equals("ModifyNetworkInterfaceAttribute"))
                .toList();
    }

    /// What was put on the bus about the group so far: each `detail type: verdict, cause`, or the detail type alone.
    List<String> told() {
        return region.bus().entries().stream()
                .filter(entry -> detail(entry.detail()).path("group").asText().equals("web"))
                .map(entry -> {
                    JsonNode detail = detail(entry.detail());
                    return entry.detailType()
                            + (detail.has("verdict")
                                    ? ": " + detail.path("verdict").asText() + ", "
                                            + detail.path("cause").asText()
                                    : "");
                })
                .toList();
    }

    /// The details of what was told of the group's readiness.
    List<JsonNode> readinessTold() {
        return region.bus().entries().stream()
                .filter(entry -> entry.detailType().equals("Readiness Changed"))
                .map(entry -> detail(entry.detail()))
                .filter(detail -> detail.path("group").asText().equals("web"))
                .toList();
    }

    private static JsonNode detail(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
