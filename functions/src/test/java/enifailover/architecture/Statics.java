package enifailover.architecture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Tells the static fields that are not the same for ever. What is not known to be still counts as changing.
final class Statics {
    /// The youngest moment that may stand in the code. A clock that was read is later.
    private static final Instant YOUNGEST = Instant.parse("2026-01-01T00:00:00Z");

    private Statics() {}

    /// @return a sentence for each field that is not fit for a snapshot
    static List<String> unfit(Collection<Class<?>> classes) throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    look(field).ifPresent(message -> found.add(type.getName() + "." + field.getName() + " " + message));
                }
            }
        }
        return found;
    }

    private static Optional<String> look(Field field) throws ReflectiveOperationException {
        if (!Modifier.isFinal(field.getModifiers())) {
            return Optional.of("can be set");
        }
        field.setAccessible(true);
        Object value = field.get(null);
        return still(value)
                ? Optional.empty()
                : Optional.of(
                        "holds a " + (value == null ? "null" : value.getClass().getName()));
    }

    private static boolean still(@Nullable Object value) throws ReflectiveOperationException {
        return switch (value) {
            case null -> true;
            case AtomicInteger _, AtomicLong _ -> false;
            case String _, Boolean _, Number _, Character _, Duration _, Pattern _, Enum<?> _, Class<?> _ -> true;
            case OptionalInt _, DateTimeFormatter _ -> true;
            case Instant at -> !at.isAfter(YOUNGEST) || at.equals(Instant.MAX);
            // Thread-safe, made once, and without anything of an event.
            case Logger _, ObjectMapper _, ObjectReader _, JsonFactory _ -> true;
            case Map<?, ?> map -> unchangeable(map) && all(map.keySet()) && all(map.values());
            case Collection<?> some -> unchangeable(some) && all(some);
            case Optional<?> one -> one.isEmpty() || still(one.get());
            // An array can be written to; that none of ours is, the eye has to see.
            case Object[] array -> all(Arrays.asList(array));
            case int[] _, byte[] _, char[] _, boolean[] _ -> true;
            default -> ours(value.getClass()) && itsFields(value);
        };
    }

    private static boolean all(Collection<?> some) throws ReflectiveOperationException {
        for (Object one : some) {
            if (!still(one)) {
                return false;
            }
        }
        return true;
    }

    /// Lists and sets made by `of` and `copyOf`, and views that refuse every change.
    private static boolean unchangeable(Object collection) {
        String name = collection.getClass().getName();
        return name.startsWith("java.util.ImmutableCollections")
                || name.startsWith("java.util.Collections$Unmodifiable")
                || name.startsWith("java.util.Collections$Empty");
    }

    /// Ours, records and lambdas among them, and the JDK's comparators, which are lambdas too.
    private static boolean ours(Class<?> type) {
        return type.getName().startsWith("enifailover.") || type.getName().startsWith("java.util.Comparator$$Lambda");
    }

    /// What an object of ours or a lambda has caught is set once, and is still in its turn.
    private static boolean itsFields(Object value) throws ReflectiveOperationException {
        if (value.getClass().getName().startsWith("java.")) {
            return true; // closed to reflection; a comparator of the JDK holds nothing but functions
        }
        for (Class<?> type = value.getClass(); type != Object.class && type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                field.setAccessible(true);
                if (!Modifier.isFinal(field.getModifiers()) || !still(field.get(value))) {
                    return false;
                }
            }
        }
        return true;
    }
}
