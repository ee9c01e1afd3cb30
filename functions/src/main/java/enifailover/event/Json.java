package enifailover.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import enifailover.model.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON as far as events need it: objects, lists and texts. Built from Jackson's stream: binding to trees or types
/// loads many classes more, and an event is read before anything else can begin (EnvelopeBenchmark has the figures).
/// Numbers are passed over without being converted, so a huge one costs nothing.
final class Json {
    private static final int LONGEST_SHOWN = 120;

    private final JsonFactory factory;

    /// @param factory with the limits of depth and length
    Json(JsonFactory factory) {
        this.factory = factory;
    }

    /// One value. What is not there, or not of the type asked for, reads as empty.
    sealed interface Node {
        /// The value of a key.
        default Node get(String key) {
            return NOTHING;
        }

        /// The values of a list.
        default List<Node> items() {
            return List.of();
        }

        default Optional<String> text() {
            return Optional.empty();
        }

        default boolean isObject() {
            return false;
        }
    }

    private static final Node NOTHING = new Other();

    private record Fields(Map<String, Node> fields) implements Node {
        @Override
        public Node get(String key) {
            return fields.getOrDefault(key, NOTHING);
        }

        @Override
        public boolean isObject() {
            return true;
        }
    }

    private record Items(List<Node> items) implements Node {}

    private record Text(String value) implements Node {
        @Override
        public Optional<String> text() {
            return Optional.of(value);
        }
    }

    /// A number, true, false, null, or nothing.
    private record Other() implements Node {}

    /// These bytes are no JSON within the limits.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        String message() {
            return String.valueOf(getMessage());
        }
    }

    /// @throws Unreadable if it is not exactly one JSON value within the limits
    Node read(byte[] bytes) throws Unreadable {
        try (JsonParser parser = factory.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new Unreadable("empty");
            }
            Node node = value(parser);
            if (parser.nextToken() != null) {
                throw new Unreadable("there is text after the end of the value");
            }
            return node;
        } catch (IOException notJson) {
            // The exception's own words quote the input.
            throw new Unreadable(notJson.getClass().getSimpleName());
        }
    }

    /// JSON that stands in a text; nothing if it is none.
    Node readText(String text) {
        try {
            return read(text.getBytes(StandardCharsets.UTF_8));
        } catch (Unreadable notJson) {
            return NOTHING;
        }
    }

    private static Node value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                yield new Fields(fields);
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new Items(items);
            }
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> NOTHING;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IOException("a value is missing");
        };
    }

    /// A text from outside, fit for a line of a log: short, and without characters that could end the line.
    static String shown(String text) {
        return PlainText.line(text, LONGEST_SHOWN);
    }
}
