package enifailover.harness.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the dashboard's widget shows.
///
/// @param html as the function returned it
record Page(String html, Expectations expectations) {

    /// Somewhere in it this stands.
    Page shows(String message) {
        expectations.equal("the dashboard shows \"" + message + "\":", true, html.contains(message));
        return this;
    }

    /// In a frame that is as light or dark as the console's.
    void keep(Path file, String theme) throws IOException {
        var background = theme.equals("dark") ? "#0f1b2a" : "#ffffff";
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "<!doctype html><meta charset=\"utf-8\"><body style=\"margin:16px;background:" + background + "\">"
                        + html);
    }
}
