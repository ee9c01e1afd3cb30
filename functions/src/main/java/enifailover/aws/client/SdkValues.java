package enifailover.aws.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Values of the SDK's answers and requests: what is missing in an answer is `null` there.
public final class SdkValues {
    private SdkValues() {}

    /// @return the text, empty where the answer has none
    public static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    /// @return the number, 0 where the answer has none
    public static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /// Splits ids for requests that take only so many.
    ///
    /// @param most the largest batch, at least 1
    /// @return each id once, as text, in order
    public static List<List<String>> batches(Collection<?> ids, int most) {
        List<String> all =
                ids.stream().map(Object::toString).distinct().sorted().toList();
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            batches.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return batches;
    }
}
