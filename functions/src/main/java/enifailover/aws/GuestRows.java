package enifailover.aws;

import static enifailover.aws.Rows.text;
import static enifailover.aws.Rows.words;

import enifailover.group.InstanceId;
import enifailover.survey.Staged;
import enifailover.survey.Verified;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How what guests said is written and read inside the rows of [AuditRows].
final class GuestRows {
    /// Thousands of rows are read in one Query; a sentence is enough.
    private static final int MOST_WORDS = 400;

    private GuestRows() {}

    static AttributeValue staged(Staged staged) {
        return AttributeValue.fromM(Map.of(
                "interfaces", text(staged.interfaces()),
                "of", text(staged.of()),
                "at", moment(staged.at()),
                "end", text(staged.end().name()),
                "words", sentence(staged.words())));
    }

    /// A word of another version of this program reads as a failure, which is tried again.
    static Staged readStaged(Map<String, AttributeValue> fields) {
        return new Staged(
                words(fields, "interfaces"),
                words(fields, "of"),
                instant(fields),
                word(Staged.End.values(), words(fields, "end")).orElse(Staged.End.FAILED),
                words(fields, "words"));
    }

    static AttributeValue verified(Verified verified) {
        return AttributeValue.fromM(Map.of(
                "on", text(verified.on().value()),
                "at", moment(verified.at()),
                "said", text(verified.said().name()),
                "words", sentence(verified.words())));
    }

    static Optional<Verified> readVerified(Map<String, AttributeValue> fields) {
        return InstanceId.parse(words(fields, "on")).flatMap(on -> word(Verified.Said.values(), words(fields, "said"))
                .map(said -> new Verified(on, instant(fields), said, words(fields, "words"))));
    }

    private static <E extends Enum<E>> Optional<E> word(E[] all, String name) {
        for (E one : all) {
            if (one.name().equals(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static AttributeValue sentence(String words) {
        return text(words.substring(0, Math.min(words.length(), MOST_WORDS)));
    }

    private static AttributeValue moment(Instant at) {
        return Change.number(at.toEpochMilli());
    }

    private static Instant instant(Map<String, AttributeValue> fields) {
        return Instant.ofEpochMilli(Rows.whole(fields, "at"));
    }
}
