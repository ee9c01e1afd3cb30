package enifailover.harness.simulation.mutant;

import enifailover.testkit.region.dynamo.DynamoOfAClass;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/// A deliberate bug where the simulation does not reach, such as a parser, an adapter or the audit: a test of a
/// function fails with it.
///
/// @param bug what is wrong
/// @param test the class of the test, from `enifailover.`
/// @param method its method
/// @param arguments of a parameterized one, as its source has them
record TestedMutant(Mutant bug, String test, String method, List<String> arguments) {

    static TestedMutant of(Mutant bug, String test, String method, String... arguments) {
        return new TestedMutant(bug, test, method, List.of(arguments));
    }

    /// `Test#method`.
    String name() {
        return test.substring(test.lastIndexOf('.') + 1) + "#" + method;
    }

    /// Runs the test with the bug.
    ///
    /// @return whether an assertion failed
    /// @throws IllegalStateException where the test cannot be run
    boolean fails() {
        return fails(new MutantLoader(bug));
    }

    /// @param loader of the classes that the test meets
    boolean fails(ClassLoader loader) {
        try {
            Class<?> tested = loader.loadClass("enifailover." + test);
            Method method = method(tested);
            List<Object> started = start(tested);
            try {
                Constructor<?> constructor = tested.getDeclaredConstructor();
                constructor.setAccessible(true);
                method.setAccessible(true);
                method.invoke(constructor.newInstance(), values(method));
                return false;
            } catch (InvocationTargetException thrown) {
                if (thrown.getCause() instanceof AssertionError) {
                    return true;
                }
                throw new IllegalStateException(name(), thrown.getCause());
            } finally {
                for (Object one : started) {
                    one.getClass().getMethod("stop").invoke(one);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name(), e);
        }
    }

    /// @throws IllegalStateException where there is no such test
    Method method(Class<?> tested) {
        return Arrays.stream(tested.getDeclaredMethods())
                .filter(one -> one.getName().equals(method) && one.getParameterCount() == arguments.size())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no test " + name()));
    }

    /// The table of a test's class, which JUnit starts otherwise.
    private static List<Object> start(Class<?> tested) throws ReflectiveOperationException {
        for (Field field : tested.getDeclaredFields()) {
            boolean table = field.getType().getName().equals(DynamoOfAClass.class.getName());
            if (table && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                Object dynamo = field.get(null);
                dynamo.getClass().getMethod("start").invoke(dynamo);
                return List.of(dynamo);
            }
        }
        return List.of();
    }

    private Object[] values(Method method) {
        Class<?>[] types = method.getParameterTypes();
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = value(types[i], arguments.get(i));
        }
        return values;
    }

    private static Object value(Class<?> type, String text) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(one -> one.toString().equals(text))
                    .findFirst()
                    .orElseThrow();
        }
        if (type == int.class) {
            return Integer.valueOf(text);
        }
        return type == boolean.class ? Boolean.valueOf(text) : text;
    }
}
