package enifailover.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// What a snapshot restores, it restores as often as Lambda likes: no class of ours may keep, in a static, anything
/// that changes, that is unique, or that grows old. Every static is looked at, to its last field.
class SnapshotTest {
    private static List<Class<?>> ours() throws ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (JavaClass one : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("enifailover")) {
            classes.add(Class.forName(one.getName()));
        }
        return classes;
    }

    @Test
    void noStaticOfOursChangesIsUniqueOrGrowsOld() throws ReflectiveOperationException {
        List<Class<?>> classes = ours();
        assertTrue(classes.size() > 150, () -> "only " + classes.size());
        assertEquals(List.of(), Statics.unfit(classes));
    }

    /// One of each that a snapshot must not hold.
    @SuppressWarnings({"unused", "TimeInStaticInitializer"})
    static final class Wrong {
        static int counted = 1;
        static final SecureRandom RANDOM = new SecureRandom();
        static final Clock CLOCK = Clock.systemUTC();
        static final Instant STARTED = Instant.now();
        static final UUID OWN = UUID.randomUUID();
        static final Socket CONNECTION = new Socket();
        static final AwsCredentialsProvider CREDENTIALS = AnonymousCredentialsProvider.create();
        static final List<String> SEEN = new ArrayList<>();
        static final List<String> SEEN_BEHIND_A_VIEW = Collections.unmodifiableList(SEEN);
        static final AtomicInteger NUMBER = new AtomicInteger();
        static final Optional<Holder> HELD = Optional.of(new Holder(new ByteArrayOutputStream()));
        static final List<Holder> AMONG = List.of(new Holder("x"), new Holder(new ByteArrayOutputStream()));
        static final Object[] AN_ARRAY = {"x", new Object[] {new ByteArrayOutputStream()}};

        record Holder(Object value) {}

        private Wrong() {}
    }

    @SuppressWarnings("unused")
    static final class Right {
        static final Instant FIXED = Instant.parse("2026-01-01T00:00:00Z");
        static final List<String> SOME = List.of("x");
        static final List<String> A_COPY = Collections.unmodifiableList(new ArrayList<>(SOME));
        static final byte[] BYTES = {1};
        static final Runnable NOTHING = () -> {};

        private Right() {}
    }

    @Test
    void itFindsEachKindThatASnapshotMustNotHold() throws ReflectiveOperationException {
        List<String> found = Statics.unfit(List.of(Wrong.class));
        int wrong = Wrong.class.getDeclaredFields().length;
        // The view of a list that somebody else can still change is not told from the view of a copy.
        assertEquals(wrong - 1, found.size(), () -> String.join("\n", found));
        assertTrue(found.getFirst().endsWith("counted can be set"), found::toString);
        assertEquals(List.of(), Statics.unfit(List.of(Right.class)));
    }
}
