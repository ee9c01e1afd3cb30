package enifailover.report;

/// Builds HTML and escapes all text: names and tags come from whoever may set tags.
final class Html {
    private final StringBuilder page = new StringBuilder();

    /// Appends trusted markup.
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /// Appends untrusted text, escaped.
    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /// Appends an element with untrusted text.
    ///
    /// @param tag with its attributes, such as `td class="x"`
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">");
    }

    /// Escaped for an element and for a quoted attribute.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(each -> {
            switch (each) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append((char) each);
            }
        });
        return safe.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
