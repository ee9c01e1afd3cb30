package enifailover.tag;

import enifailover.model.EniId;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.GroupName;
import enifailover.model.group.Policy;
import enifailover.tag.TagValueParsers.Failback;
import enifailover.tag.TagValueParsers.Pause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Makes one policy of the tags of several ENIs. The ENIs move together, so there is one policy: any ENI pauses them
/// all; of anything else the ENI with the lowest id that says something allowed has the word, and a finding says so
/// where another contradicts it. An ENI that says nothing contradicts nobody.
final class PolicyParser {
    private final String prefix;
    private final GroupName group;
    private final TreeMap<EniId, Map<String, String>> enis;
    private final List<Finding> findings = new ArrayList<>();

    PolicyParser(String prefix, GroupName group, Map<EniId, Map<String, String>> enis) {
        this.prefix = prefix;
        this.group = group;
        this.enis = new TreeMap<>(enis);
    }

    ParsedPolicy read() {
        Policy policy = new Policy(
                paused(),
                deviceIndexes(),
                agreed(EniTags.FENCE).orElse(Policy.DEFAULT.fence()),
                agreed(EniTags.DETACH),
                agreed(EniTags.COOLDOWN).orElse(Policy.DEFAULT.cooldown()),
                agreed(EniTags.FAILBACK).map(Failback::after).orElse(Policy.DEFAULT.failback()),
                agreed(EniTags.COLD_STANDBY).orElse(Policy.DEFAULT.startsColdStandby()),
                agreed(EniTags.PLANNED).orElse(Policy.DEFAULT.movesWhenAnnounced()),
                agreed(EniTags.PROBE).map(OptionalInt::of).orElse(Policy.DEFAULT.probePort()),
                agreed(EniTags.ROUTING).orElse(Policy.DEFAULT.routing()),
                agreed(EniTags.NO_SHOW).orElse(Policy.DEFAULT.rebootsOnNoShow()));
        enis.forEach((eni, tags) -> findings.addAll(UnknownTags.on(prefix, eni.value(), tags, UnknownTags.Kind.ENI)));
        return new ParsedPolicy(policy, findings);
    }

    /// The latest end that any ENI asks for; without an end where a value is not understood.
    private Optional<Instant> paused() {
        Optional<Instant> latest = Optional.empty();
        for (var eni : enis.entrySet()) {
            String value = eni.getValue().get(prefix + EniTags.PAUSED.name());
            if (value == null) {
                continue;
            }
            Optional<Pause> read = EniTags.PAUSED.read(value);
            if (read.isEmpty()) {
                findings.add(EniTags.PAUSED.wrong(prefix, eni.getKey().value(), value));
            }
            Optional<Instant> until = read.orElse(Pause.WITHOUT_END).until();
            if (until.isPresent() && (latest.isEmpty() || until.get().isAfter(latest.get()))) {
                latest = until;
            }
        }
        return latest;
    }

    /// Each ENI has its own. The same twice is possible only on different network cards.
    private Map<EniId, Integer> deviceIndexes() {
        Map<EniId, Integer> indexes = said(EniTags.DEVICE_INDEX);
        Map<Integer, EniId> holders = new HashMap<>();
        indexes.forEach((eni, index) -> {
            EniId other = holders.putIfAbsent(index, eni);
            if (other != null) {
                String key = prefix + EniTags.DEVICE_INDEX.name();
                findings.add(new Finding(
                        "tags-differ",
                        Severity.WARNING,
                        group.value(),
                        key + " is \"" + index + "\" on " + other + " and on " + eni
                                + ", which works only on different network cards",
                        "give each ENI a different index: " + EniTags.DEVICE_INDEX.allowed()));
            }
        });
        return Map.copyOf(indexes);
    }

    private <T> Optional<T> agreed(TagDefinition<T> tagDefinition) {
        Map<EniId, T> said = said(tagDefinition);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        var first = said.entrySet().iterator().next();
        said.forEach((eni, value) -> {
            if (!value.equals(first.getValue())) {
                findings.add(differ(tagDefinition, first.getKey(), eni));
            }
        });
        return Optional.of(first.getValue());
    }

    private Finding differ(TagDefinition<?> tagDefinition, EniId first, EniId other) {
        String key = prefix + tagDefinition.name();
        return new Finding(
                "tags-differ",
                Severity.WARNING,
                group.value(),
                key + " is " + value(first, key) + " on " + first + " and " + value(other, key) + " on " + other
                        + ", which move together; the value of " + first + " is used",
                "set it to the same on all ENIs of the group, or leave it on one: " + tagDefinition.allowed());
    }

    private String value(EniId eni, String key) {
        return TagDefinition.shown(enis.getOrDefault(eni, Map.of()).getOrDefault(key, ""));
    }

    /// The allowed values, by the ENI's id.
    private <T> Map<EniId, T> said(TagDefinition<T> tagDefinition) {
        Map<EniId, T> said = new LinkedHashMap<>();
        enis.forEach((eni, tags) -> {
            String value = tags.get(prefix + tagDefinition.name());
            if (value != null) {
                tagDefinition
                        .read(value)
                        .ifPresentOrElse(
                                read -> said.put(eni, read),
                                () -> findings.add(tagDefinition.wrong(prefix, eni.value(), value)));
            }
        });
        return said;
    }
}
