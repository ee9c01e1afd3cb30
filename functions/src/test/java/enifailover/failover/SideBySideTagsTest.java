package enifailover.failover;

import static enifailover.model.group.Altered.altered;
import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.model.Instance;
import enifailover.model.group.GroupName;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.Situation;
import enifailover.port.Observation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What one stack reads of the tags that another stack obeys: nothing.
class SideBySideTagsTest {
    private static final GroupName WEB = new GroupName("web");

    private static Observation tagged(String prefix) {
        Map<String, String> tags = Map.of(prefix + "group", "web", prefix + "paused", "true", prefix + "priority", "7");
        Instance well = Situation.well(Situation.A);
        Instance instance = altered(well, "tags", tags);
        return new Observation(
                Situation.usual()
                        .change(Situation.ENI, eni -> altered(eni, "tags", tags))
                        .snapshot()
                        .enis(),
                List.of(instance),
                List.of(),
                Situation.NOW);
    }

    @Test
    void aGroupIsSeenByItsOwnPrefixAlone() {
        List<String> prefixes = List.of("eni-failover:", "eni-failover-dev:", "eni-failover-d:", "a:", "aa:");
        for (String of : prefixes) {
            for (String reader : prefixes) {
                TaggedGroupSnapshots groups = new TaggedGroupSnapshots(reader);
                GroupSnapshot group = groups.of(WEB, tagged(of), GroupState.NONE);
                assertEquals(
                        of.equals(reader) ? Set.of(WEB) : Set.of(), groups.names(tagged(of)), of + " by " + reader);
                assertEquals(of.equals(reader) ? 1 : 0, group.members().size());
                assertEquals(of.equals(reader) ? 1 : 0, group.enis().size());
                assertEquals(of.equals(reader), group.policy().pausedAt(Situation.NOW));
            }
        }
    }
}
