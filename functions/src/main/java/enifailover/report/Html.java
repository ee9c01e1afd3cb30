package enifailover.report;

/// Text that becomes part of a page. Names and tags are written by whoever may tag an instance, so nothing reaches the
/// page but through here.
final class Html {
    private final StringBuilder page = new StringBuilder();

    /// Markup of our own.
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /// Anybody's text.
    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /// An element with anybody's text in it.
    ///
    /// @param tag with its attributes, such as `td class="x"`
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">");
    }

    /// Safe within an element and within a quoted attribute.
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
