package enifailover.harness.rehearsal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One fault that is planted in a group of its own, and what an audit must say of it.
final class Fault {

    /// Something done to a group.
    interface Change {
        void on(Cast cast);
    }

    private final String name;
    private final String message;
    private final Change plant;
    private int members = 2;
    private int enis = 1;
    private boolean drilled = true;
    private Change before = cast -> {};
    private List<String> expected = List.of();
    private List<String> ofTheDeployment = List.of();
    private List<String> mended = List.of();
    private final Map<String, Supplier<String>> names = new HashMap<>();
    private @Nullable Cast cast;

    /// @param name of the group
    /// @param message what happens, for a person
    Fault(String name, String message, Change plant) {
        this.name = name;
        this.message = message;
        this.plant = plant;
    }

    /// Of so many members; two without it.
    Fault of(int number) {
        members = number;
        return this;
    }

    Fault withEnis(int number) {
        enis = number;
        return this;
    }

    Fault neverDrilled() {
        drilled = false;
        return this;
    }

    /// What is so while all is well.
    Fault where(Change change) {
        before = change;
        return this;
    }

    /// Each as `SEVERITY check subject`; `{0}` is the active, `{1}` the standby and so on, `{eni}`, `{eni2}`,
    /// `{group}`.
    Fault finds(String... keys) {
        expected = List.of(keys);
        return this;
    }

    Fault findsOfTheDeployment(String... keys) {
        ofTheDeployment = List.of(keys);
        return this;
    }

    Fault mends(String... sentences) {
        mended = List.of(sentences);
        return this;
    }

    /// What a word in braces stands for, known only when it was planted.
    Fault named(String word, Supplier<String> value) {
        names.put(word, value);
        return this;
    }

    void play(Cast group) {
        cast = group;
    }

    String name() {
        return name;
    }

    String message() {
        return name + ": " + message;
    }

    int members() {
        return members;
    }

    int enis() {
        return enis;
    }

    boolean drilled() {
        return drilled;
    }

    Change before() {
        return before;
    }

    Change plant() {
        return plant;
    }

    Cast cast() {
        var present = cast;
        if (present == null) {
            throw new IllegalStateException(name + " has no group yet");
        }
        return present;
    }

    List<String> expected() {
        return expected.stream().map(key -> name + " " + filled(key)).toList();
    }

    List<String> ofTheDeployment() {
        return ofTheDeployment.stream().map(this::filled).toList();
    }

    List<String> mended() {
        return mended.stream().map(this::filled).toList();
    }

    private String filled(String text) {
        var full = text.replace("{group}", name).replace("{eni}", cast().enis().getFirst());
        full = full.replace("{eni2}", cast().enis().getLast());
        for (var one : names.entrySet()) {
            full = full.replace(one.getKey(), one.getValue().get());
        }
        for (var i = 0; i < members; i++) {
            full = full.replace("{" + i + "}", cast().instances().get(i));
        }
        return full;
    }
}
