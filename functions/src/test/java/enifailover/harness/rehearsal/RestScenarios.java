package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import enifailover.testkit.region.ssm.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// What is well is never moved, and what moves comes to rest.
final class RestScenarios {
    private static final String NON_MEMBER = "i-0fe00000000000001";

    private RestScenarios() {}

    static void nonMember(Stage stage) throws Exception {
        stage.environments("ReadinessFunction", 1);
        var cast = stage.group(2, 1);
        stage.sweep("sees the group for the first time").only();
        var region = stage.scenery().region();
        var told = told(stage, cast);
        var strange = stage.named(cast.group(), List.of(NON_MEMBER), 1);
        stage.happens(
                "somebody who may only tag puts " + NON_MEMBER + " with priority 0, and "
                        + strange.enis().getFirst() + " on it, into the group",
                _ -> region.strike(world -> world.retag(
                        NON_MEMBER, Map.of("eni-failover:group", cast.group(), "eni-failover:priority", "0"))));
        stage.sweep("moves nothing for a tag").only();
        stage.event("ec2-state-change-running", NON_MEMBER).only("MOVED_ALREADY");
        stage.expectations()
                .equal(
                        "the audit reports " + strange.enis().getFirst() + " as eni-not-adopted and a",
                        "BLOCKER",
                        severity(stage.audit(), cast.group(), strange.enis().getFirst()));
        stage.expectations().equal("times that it was told:", told + 1, told(stage, cast));
        stage.sweep("moves nothing after it was told either").only();
        stage.stays(cast);
        stage.expectations()
                .equal(
                        "the stranger's ENI is on",
                        NON_MEMBER,
                        stage.scenery()
                                .place(strange.enis().getFirst())
                                .map(Scenery.Place::instance)
                                .orElse("nobody"));
        stage.changes(0, 0);
        region.strike(world -> {
            world.retag(NON_MEMBER, Map.of());
            world.retag(strange.enis().getFirst(), Map.of());
        });
    }

    private static long told(Stage stage, Cast cast) {
        return stage.scenery().region().bus().entries().stream()
                .filter(entry -> entry.detailType().equals("Readiness Changed"))
                .filter(entry -> entry.detail().contains("\"group\":\"" + cast.group() + "\""))
                .count();
    }

    private static String severity(JsonNode audit, String group, String subject) {
        return StreamSupport.stream(audit.path("audits").spliterator(), false)
                .filter(one -> one.path("group").asText().equals(group))
                .flatMap(one -> StreamSupport.stream(one.path("findings").spliterator(), false))
                .filter(one -> one.path("check").asText().equals("eni-not-adopted"))
                .filter(one -> one.path("subject").asText().equals(subject))
                .map(one -> one.path("severity").asText())
                .findFirst()
                .orElse("nothing");
    }

    static void deafAgents(Stage stage) throws Exception {
        var cast = stage.group(3, 1);
        stage.happens("Systems Manager takes commands and delivers none", _ -> deliver(cast, stage, Delivery.NONE));
        stage.happens(cast.active() + " is stopped", one -> one.stop(cast.active()));
        stage.event("ec2-state-change-stopped", cast.active()).verdict("FAILED");
        stage.placed(cast, cast.standby());
        stage.sweep("leaves the ENI where it is, and asks the guest again only when that is due")
                .only("ROUTING_UNVERIFIED");
        stage.changes(1, 1);
        stage.happens("Systems Manager delivers again", _ -> deliver(cast, stage, Delivery.NORMAL));
        stage.passes(Duration.ofSeconds(31));
        stage.sweep("asks the guest again").verdict("SUCCEEDED");
        stage.moved(cast, cast.standby());
        stage.changes(1, 1);
    }

    private static void deliver(Cast cast, Stage stage, Delivery how) {
        var region = stage.scenery().region();
        region.strike(_ -> cast.instances().forEach(one -> region.fleet().delivery(one, how)));
    }

    static void firewall(Stage stage) throws Exception {
        var cast = stage.group(2, 1);
        var region = stage.scenery().region();
        stage.happens("both are firewalls without an SSM agent, and the ENI is tagged routing=none", one -> {
            one.tag(cast, "eni-failover:routing", "none");
            region.strike(_ -> cast.instances().forEach(region.fleet()::unmanage));
        });
        stage.happens(cast.active() + " is stopped", one -> one.stop(cast.active()));
        stage.event("ec2-state-change-stopped", cast.active()).verdict("SUCCEEDED");
        stage.placed(cast, cast.standby());
        for (var instance : cast.instances()) {
            stage.commands("apply", instance, 0);
            stage.commands("cleanup", instance, 0);
        }
        stage.sweep("has nothing more to do").only();
        stage.changes(1, 1);
    }
}
