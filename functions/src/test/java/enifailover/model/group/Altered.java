package enifailover.model.group;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/// Records that differ from another in one component, which Java 25 has no words for.
public final class Altered {
    private Altered() {}

    /// The same record but for one component.
    ///
    /// @param component its name
    /// @param value what it is to be
    /// @throws IllegalArgumentException if the record has no such component, or it cannot be this value
    public static <R extends Record> R altered(R from, String component, Object value) {
        RecordComponent[] components = from.getClass().getRecordComponents();
        if (Arrays.stream(components).noneMatch(c -> c.getName().equals(component))) {
            throw new IllegalArgumentException(from.getClass() + " has no " + component);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = components[i].getName().equals(component)
                        ? value
                        : components[i].getAccessor().invoke(from);
            }
            @SuppressWarnings("unchecked") // the class of R itself
            Constructor<R> constructor = (Constructor<R>) from.getClass().getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(component + " = " + value, refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(from.getClass() + " is not a public record", impossible);
        }
    }
}
