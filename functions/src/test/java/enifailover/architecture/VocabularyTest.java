package enifailover.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One word, one thing: the words that were replaced by the field's own do not come back into names.
class VocabularyTest {
    /// Each is a whole word of a name in camel case.
    private static final Set<String> BANNED = Set.of(
            "aftermath",
            "aftercare",
            "acquaintance",
            "announcer",
            "bulletin",
            "chronicle",
            "crowd",
            "crowded",
            "debt",
            "debts",
            "errand",
            "errands",
            "haste",
            "homeward",
            "journey",
            "knock",
            "knocks",
            "ledger",
            "lookout",
            "mending",
            "patience",
            "stagehand",
            "stranger",
            "strangers",
            "surveyor",
            "wishes");

    @Test
    void noNameHasAnOldWord() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages("enifailover")) {
            Stream.concat(
                            Stream.of(type.getSimpleName()),
                            type.getMembers().stream().map(JavaMember::getName))
                    .filter(name -> message(name).stream().anyMatch(BANNED::contains))
                    .forEach(name -> found.add(type.getName() + ": " + name));
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void aNameIsReadWordByWord() {
        assertEquals(List.of("send", "errand", "2", "now"), message("sendErrand2Now"));
        assertEquals(List.of("not", "a", "knock"), message("NOT_A_KNOCK"));
    }

    private static List<String> message(String name) {
        String[] parts = name.equals(name.toUpperCase(Locale.ROOT))
                ? name.split("_")
                : name.split("(?=\\p{Lu})|(?<=\\D)(?=\\d)|[$_]");
        return Arrays.stream(parts)
                .map(part -> part.toLowerCase(Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
