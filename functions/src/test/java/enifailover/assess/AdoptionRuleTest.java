package enifailover.assess;

import static enifailover.model.group.Situation.A;
import static enifailover.model.group.Situation.B;
import static enifailover.model.group.Situation.C;
import static enifailover.model.group.Situation.ENI;
import static enifailover.model.group.Situation.ENI2;
import static enifailover.model.group.Situation.attached;
import static enifailover.model.group.Situation.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;

import enifailover.assess.Adoption.Adopted;
import enifailover.assess.Adoption.Counted;
import enifailover.model.AttachmentAttributes;
import enifailover.model.DevicePosition;
import enifailover.model.Eni;
import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.GroupSnapshot;
import enifailover.model.group.GroupState;
import enifailover.model.group.Member;
import enifailover.model.group.SavedAttachment;
import enifailover.model.group.Situation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rule of adoption, case by case. An ENI is `KNOWN` to the table or `new`; it is on `A`, on `B`, or attached
/// nowhere (`-`).
class AdoptionRuleTest {

    /// @param known what the table remembers: `eni`, `eni2`, both, or nothing
    /// @param places where `eni` and `eni2` are; `x` where it has no tag
    /// @param counts which of them count now
    /// @param next which are remembered once that was told
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | A x | eni      | eni
            ''        | A A | eni,eni2 | eni,eni2
            ''        | A - | eni,eni2 | eni
            ''        | - x | eni      | ''
            ''        | A B | ''       | ''
            eni       | A x | eni      | eni
            eni       | A A | eni      | eni,eni2
            eni       | A B | eni      | eni
            eni       | A - | eni      | eni
            eni       | - A | eni      | eni
            eni       | x A | ''       | eni2
            eni       | x - | ''       | ''
            eni,eni2  | A A | eni,eni2 | eni,eni2
            eni,eni2  | A B | eni,eni2 | eni,eni2
            eni,eni2  | A x | eni      | eni
            """)
    void enis(String known, String places, String counts, String next) {
        GroupSnapshot group = seen(known, places, Set.of(A, B, C), List.of(A, B, C));
        assertEquals(counts, names(group.enis().stream().map(Eni::id).toList()));
        assertEquals(
                next,
                names(List.copyOf(
                        Adoption.next(group, Adoption.missing(group)).enis().keySet())));
    }

    /// @param known the adopted members; none before the first sight
    /// @param tagged who carries the group's tag
    @ParameterizedTest
    @CsvSource({"'', A B, A B, A B", "A B, A B, A B, A B", "A B, A B C, A B, A B C", "A B C, A B, A B, A B"})
    void members(String known, String tagged, String counts, String next) {
        GroupSnapshot group = seen("eni", "A x", Set.copyOf(instances(known)), instances(tagged));
        assertEquals(instances(counts), group.members().stream().map(Member::id).toList());
        assertEquals(
                Set.copyOf(instances(next)),
                Adoption.next(group, Adoption.missing(group)).members());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A A | A B   | eni-0000000000000000b has joined the group and moves with it from now on
            A x | A B C | i-0000000000000000c has joined the group and can take the ENIs from now on
            A x | A     | i-0000000000000000b has left the group: its tag was removed, or the instance was terminated
            A B | A B   | ''
            """)
    void changesAreTold(String places, String tagged, String told) {
        GroupSnapshot group = seen("eni", places, Set.of(A, B), instances(tagged));
        Adopted next = Adoption.next(group, Adoption.missing(group));
        assertEquals(told, String.join("; ", Adoption.changes(group, next)));
    }

    @ParameterizedTest
    @CsvSource({"eni", "''"})
    void whatIsAdoptedChangesNoMore(String known) {
        GroupSnapshot group = seen(known, "A A", Set.of(A, B, C), List.of(A, B, C));
        Adopted once = Adoption.next(group, Adoption.missing(group));
        GroupSnapshot then = seen("eni,eni2", "A A", once.members(), List.of(A, B, C));
        assertEquals(once.enis().keySet(), Adoption.next(then, Set.of()).enis().keySet());
        assertEquals(List.of(), Adoption.changes(then, Adoption.next(then, Set.of())));
    }

    @Test
    void whatOneAuditMissesIsNotForgotten() {
        GroupSnapshot group = seen("eni,eni2", "A x", Set.of(A, B), List.of(A));
        assertEquals(Set.of(ENI2.value(), B.value()), Adoption.missing(group));
        Adopted once = Adoption.next(group, Set.of());
        assertEquals(Set.of(ENI, ENI2), once.enis().keySet());
        assertEquals(Set.of(A, B), once.members());
        assertEquals(List.of(), Adoption.changes(group, once));
    }

    private static GroupSnapshot seen(String known, String places, Set<InstanceId> members, List<InstanceId> tagged) {
        Situation situation = usual().without(ENI);
        String[] at = places.split(" ", -1);
        place(situation, ENI, at[0], 1);
        place(situation, ENI2, at[1], 2);
        Map<EniId, SavedAttachment> enis = new LinkedHashMap<>();
        for (EniId id : List.of(ENI, ENI2)) {
            if (List.of(known.split(",", -1)).contains(id.equals(ENI) ? "eni" : "eni2")) {
                enis.put(
                        id,
                        new SavedAttachment(
                                new DevicePosition(id.equals(ENI) ? 1 : 2, 0), AttachmentAttributes.FRESH, A));
            }
        }
        GroupState memory = new GroupState(
                enis,
                members,
                GroupState.NONE.unfinished(),
                GroupState.NONE.lastAutomatic(),
                GroupState.NONE.preferred(),
                GroupState.NONE.after());
        GroupSnapshot all = situation.memory(memory).snapshot();
        List<Member> carrying =
                all.members().stream().filter(one -> tagged.contains(one.id())).toList();
        Counted counted = Adoption.counted(all.enis(), carrying, memory);
        return new GroupSnapshot(
                all.name(),
                all.policy(),
                counted.enis(),
                counted.members(),
                counted.newcomers(),
                List.of(),
                memory,
                List.of(),
                all.observedAt());
    }

    private static void place(Situation situation, EniId id, String at, int index) {
        switch (at) {
            case "A" -> situation.eni(id, attached(id, A, index));
            case "B" -> situation.eni(id, attached(id, B, index));
            case "-" -> situation.orphan(id);
            case "x" -> situation.without(id);
            default -> throw new IllegalArgumentException(at);
        }
    }

    private static String names(List<EniId> ids) {
        return String.join(
                ",",
                ids.stream().sorted().map(id -> id.equals(ENI) ? "eni" : "eni2").toList());
    }

    private static List<InstanceId> instances(String names) {
        return names.isEmpty()
                ? List.of()
                : List.of(names.split(" ", -1)).stream()
                        .map(name -> Map.of("A", A, "B", B, "C", C).getOrDefault(name, A))
                        .toList();
    }
}
