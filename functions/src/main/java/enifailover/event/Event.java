package enifailover.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An event's envelope. Any key may be missing or be of the wrong type: that reads as empty.
///
/// @param root the whole event
/// @param reader for JSON that stands in a text of it
record Event(Json.Node root, Json reader) {

    Optional<String> text(String key) {
        return root.get(key).text();
    }

    Json.Node detail() {
        return root.get("detail");
    }

    /// The Region it was sent in.
    Optional<String> region() {
        return text("region");
    }

    /// When it was sent.
    Optional<Instant> time() {
        return text("time").flatMap(Timestamps::parse);
    }

    /// ARNs, or bare ids where AWS Health sends it.
    List<String> resources() {
        return root.get("resources").items().stream()
                .flatMap(item -> item.text().stream())
                .toList();
    }
}
