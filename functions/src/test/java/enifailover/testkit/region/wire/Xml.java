package enifailover.testkit.region.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes XML.
final class Xml {
    private final StringBuilder text = new StringBuilder(512);

    Xml tag(String name, @Nullable Object value) {
        if (value != null) {
            text.append('<').append(name).append('>');
            escape(
                    value instanceof Instant moment
                            ? moment.truncatedTo(ChronoUnit.MILLIS).toString()
                            : value.toString());
            text.append("</").append(name).append('>');
        }
        return this;
    }

    Xml in(String name, Consumer<Xml> inside) {
        text.append('<').append(name).append('>');
        inside.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    <T> Xml list(String name, Iterable<T> items, ItemWriter<T> item) {
        return in(name, list -> items.forEach(one -> list.in("item", xml -> item.accept(xml, one))));
    }

    /// Writes one item.
    @FunctionalInterface
    interface ItemWriter<T> {
        void accept(Xml xml, T item);
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\r' -> text.append("&#13;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
