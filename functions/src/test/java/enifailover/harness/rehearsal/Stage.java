package enifailover.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import enifailover.harness.rehearsal.EventBridge.Woken;
import enifailover.harness.rehearsal.Timeline.Entry;
import enifailover.testkit.guest.Diary;
import enifailover.testkit.guest.Guests;
import enifailover.testkit.guest.Guests.Manager;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where one scenario is played: what happens, who is woken, and what must be so at the end.
public final class Stage {

    private static final Path EVENTS = Path.of("events");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final int number;
    private final Scenery region;
    private final Fleet fleet;
    private final EventBridge eventBridge;
    private Instant began = Instant.now();
    private final Timeline timeline = new Timeline();
    private final Expectations expectations = new Expectations();
    private final Verification verification;
    private final List<JsonNode> reports = new ArrayList<>();
    private final List<String> papers = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> measured = new ArrayList<>();
    private String group = "";

    /// @param name of the scenario, and of its group
    /// @param number makes the ids of the scenario its own
    Stage(String name, int number, Scenery region, Fleet fleet, Template template, Rules rules) {
        this.name = name;
        this.number = number;
        this.region = region;
        this.fleet = fleet;
        this.verification = new Verification(region, expectations);
        this.eventBridge = new EventBridge(template, rules, fleet, timeline);
    }

    Expectations expectations() {
        return expectations;
    }

    /// What the functions reported of the group, in the order of their answers.
    List<JsonNode> reports() {
        return reports;
    }

    /// Has so many environments of a function ready before the story begins: it is not about their start, and a sweep
    /// that warms them must not find what is yet to happen.
    void environments(String function, int number) throws Exception {
        var unused = fleet.warm(function, number);
    }

    /// A group of its own: all ENIs on the first member, which is well, as are the others.
    Cast group(int members, int enis) {
        return group(instance(1), members, enis);
    }

    /// A group of two with one ENI, whose active is given.
    Cast group(String active) {
        return group(active, 2, 1);
    }

    private Cast group(String active, int members, int enis) {
        var instances = new ArrayList<>(List.of(active));
        for (var member = 2; member <= members; member++) {
            instances.add(instance(member));
        }
        var cast = region.group(name, instances, enis);
        group = cast.group();
        began = Instant.now();
        timeline.add(Entry.said(Instant.now(), "EC2", "group " + group + " is on " + active + ", all is well"));
        return cast;
    }

    /// A group of two with one ENI, on real hosts; on simulated ones where this machine cannot have any.
    Hosts onHosts(Manager manager) throws Exception {
        var cast = group(2, 1);
        var floor = region.untilMoved();
        if (Guests.missing().isPresent()) {
            return new SimulatedHosts(cast, region, floor, expectations, measured::add);
        }
        Diary diary = (who, what) -> timeline.add(Entry.said(Instant.now(), who, what));
        return new RealHosts(cast, region.guests(cast, manager, diary), floor, expectations, measured::add);
    }

    /// What was measured, in words.
    List<String> measured() {
        return measured;
    }

    private String instance(int member) {
        return "i-0%08x%08x".formatted(number, member);
    }

    /// Something happens in the Region.
    void happens(String what, Consumer<Scenery> change) {
        timeline.add(Entry.said(Instant.now(), "EC2", what));
        change.accept(region);
    }

    /// EventBridge gets an event of `events/`, about an instance.
    Answers event(String file, String instance) throws Exception {
        return storm(1, 1, file, instance);
    }

    /// The same event many times, to several environments of the function at once.
    Answers storm(int copies, int environments, String file, String instance) throws Exception {
        var event = EventFile.read(EVENTS.resolve(file + ".json"));
        var original = event.instances().getFirst();
        return deliver(event.about(Map.of(original, instance)).happening(Instant.now()), copies, environments);
    }

    Answers deliver(EventFile event, int copies, int environments) throws Exception {
        return answers(eventBridge.deliver(event, copies, environments));
    }

    /// The schedule wakes the function.
    Answers sweep(String why) throws Exception {
        return answers(eventBridge.schedule("FailoverFunction", why));
    }

    /// A person invokes the drill.
    Answers drill(String action, Map<String, String> more) throws Exception {
        var request = JSON.createObjectNode().put("action", action).put("group", group);
        more.forEach(request::put);
        return answers(eventBridge.person("DrillFunction", request.toString()));
    }

    /// What came before is no part of the story.
    void curtain() {
        timeline.clear();
        began = Instant.now();
    }

    /// A person asks for an audit.
    ///
    /// @return what the function answers
    JsonNode audit() throws Exception {
        return eventBridge
                .person(
                        "ReadinessFunction",
                        JSON.createObjectNode().put("action", "audit").toString())
                .getFirst()
                .body();
    }

    /// Something to be printed as it is, such as a report.
    void shows(String paper) {
        papers.add(paper);
    }

    List<String> papers() {
        return papers;
    }

    /// A group of a name of its own.
    Cast named(String name, List<String> instances, int enis) {
        return region.group(name, instances, enis);
    }

    Scenery scenery() {
        return region;
    }

    /// A person invokes the drill with a request of `events/`, made for this group, with some values changed.
    Answers request(String file, Map<String, Object> changed) throws Exception {
        var request = (ObjectNode) JSON.readTree(EVENTS.resolve(file + ".json").toFile());
        for (var key : List.of("group", "confirm")) {
            if (request.has(key)) {
                request.put(key, group);
            }
        }
        changed.forEach((key, value) -> request.set(key, JSON.valueToTree(value)));
        var woken = eventBridge.person("DrillFunction", request.toString());
        woken.forEach(one -> texts.add(one.body().path("text").asText()));
        return answers(woken);
    }

    /// What a person reads in the last answer.
    void reads(String message) {
        var text = texts.isEmpty() ? "" : texts.getLast();
        expectations.equal("the answer says \"" + message + "\":", true, text.contains(message));
    }

    /// What a person read, in full.
    List<String> texts() {
        return texts;
    }

    /// Time passes.
    void passes(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    /// A dashboard's custom widget, as the console would show it; the page stays in a file to be looked at.
    Page dashboard(String theme) throws Exception {
        var request = JSON.createObjectNode().put("groups", "");
        request.putObject("widgetContext").put("theme", theme);
        var woken = eventBridge.person("DashboardFunction", request.toString());
        var page = new Page(woken.getFirst().body().asText(), expectations);
        page.keep(Path.of("target", "rehearsal", "dashboard-" + theme + ".html"), theme);
        return page;
    }

    private Answers answers(List<Woken> woken) {
        var some = new ArrayList<JsonNode>();
        for (var one : woken) {
            if (one.failed()) {
                expectations.equal(one.environment(), "returns", "fails");
            }
            if (one.body().has("verdict")) { // a request that was refused before it came to any group
                some.add(one.body());
            }
            one.body().path("reports").forEach(report -> {
                if (report.path("group").asText().equals(group)) {
                    some.add(report);
                }
            });
        }
        reports.addAll(some);
        return new Answers(some, !woken.isEmpty(), expectations);
    }

    /// All ENIs are on this instance, each at the index it had, and the guest has verified their routing.
    void moved(Cast cast, String target) {
        verification.placed(cast, target);
        verification.routed(cast, target);
    }

    /// The guest of this instance has nothing left of the ENIs' routing.
    void cleaned(Cast cast, String instance) {
        verification.cleaned(cast, instance);
    }

    /// So many commands of this verb were sent to this instance since the scenario began.
    void commands(String verb, String instance, int wanted) {
        verification.commands(began, verb, instance, wanted);
    }

    /// All ENIs are on this instance, each at the index it had.
    void placed(Cast cast, String target) {
        verification.placed(cast, target);
    }

    /// All ENIs are where they were.
    void stays(Cast cast) {
        verification.placed(cast, cast.active());
    }

    /// The only changes that were asked of EC2 since the scenario began.
    void changes(int detaches, int attaches) {
        verification.changes(began, detaches, attaches);
    }

    /// What happened, with the functions' calls.
    List<String> story() {
        for (var call : region.calls(began)) {
            var took = Optional.of(call.took());
            timeline.add(new Entry(call.at(), fleet.nameOf(call.accessKey()), call.message(), took, call.read()));
        }
        return timeline.lines();
    }
}
