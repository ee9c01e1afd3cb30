package enifailover.aws.dynamodb;

import static enifailover.aws.dynamodb.Items.message;
import static enifailover.aws.dynamodb.Items.text;

import enifailover.model.InstanceId;
import enifailover.model.audit.RoutingCheck;
import enifailover.model.audit.StagedFile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How what guests said is written and read inside the rows of [AuditItems].
final class GuestItems {
    /// Thousands of rows are read in one Query; a sentence is enough.
    private static final int MOST_WORDS = 400;

    private GuestItems() {}

    static AttributeValue staged(StagedFile stagedFile) {
        return AttributeValue.fromM(Map.of(
                "interfaces", text(stagedFile.interfaces()),
                "of", text(stagedFile.of()),
                "at", moment(stagedFile.at()),
                "end", text(stagedFile.end().name()),
                "words", sentence(stagedFile.message())));
    }

    /// A word of another version of this program reads as a failure, which is tried again.
    static StagedFile readStaged(Map<String, AttributeValue> fields) {
        return new StagedFile(
                message(fields, "interfaces"),
                message(fields, "of"),
                instant(fields),
                word(StagedFile.End.values(), message(fields, "end")).orElse(StagedFile.End.FAILED),
                message(fields, "words"));
    }

    static AttributeValue verified(RoutingCheck routingCheck) {
        return AttributeValue.fromM(Map.of(
                "on", text(routingCheck.on().value()),
                "at", moment(routingCheck.at()),
                "said", text(routingCheck.said().name()),
                "words", sentence(routingCheck.message())));
    }

    static Optional<RoutingCheck> readVerified(Map<String, AttributeValue> fields) {
        return InstanceId.parse(message(fields, "on"))
                .flatMap(on -> word(RoutingCheck.Said.values(), message(fields, "said"))
                        .map(said -> new RoutingCheck(on, instant(fields), said, message(fields, "words"))));
    }

    private static <E extends Enum<E>> Optional<E> word(E[] all, String name) {
        for (E one : all) {
            if (one.name().equals(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static AttributeValue sentence(String message) {
        return text(message.substring(0, Math.min(message.length(), MOST_WORDS)));
    }

    private static AttributeValue moment(Instant at) {
        return UpdateExpression.number(at.toEpochMilli());
    }

    private static Instant instant(Map<String, AttributeValue> fields) {
        return Instant.ofEpochMilli(Items.whole(fields, "at"));
    }
}
