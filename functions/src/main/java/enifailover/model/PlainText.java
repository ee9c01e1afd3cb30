package enifailover.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Text from outside, made fit for a line of an answer, a mail or a log. A guest, a tag, an event and an error of AWS
/// may say anything: characters that end a line, hide a part of it or turn its direction become question marks.
public final class PlainText {
    /// Control, format (with those of direction), private and lone surrogate characters, line and paragraph ends.
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final String CUT = "…";
    private static final int BYTES_OF_CUT = 3;

    private PlainText() {}

    /// @param most how many bytes the result has at most, in UTF-8
    public static String line(String text, int most) {
        if (text.length() <= most && printableAscii(text)) {
            return text;
        }
        String some = text.length() <= most ? text : text.substring(0, most);
        String fit = UNFIT.matcher(some).replaceAll("?");
        int bytes = 0;
        int end = 0;
        int room = most - BYTES_OF_CUT;
        for (int i = 0; i < fit.length(); i += Character.charCount(fit.codePointAt(i))) {
            int codePoint = fit.codePointAt(i);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes <= room) {
                end = i + Character.charCount(codePoint);
            }
        }
        return some.length() == text.length() && bytes <= most ? fit : fit.substring(0, end) + CUT;
    }

    private static boolean printableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /// The first lines, and how many more there are where there are more.
    ///
    /// @param most how many lines the result has at most
    public static List<String> lines(List<String> lines, int most, int longest) {
        if (lines.size() <= most) {
            return lines.stream().map(line -> line(line, longest)).toList();
        }
        String rest = "… and " + (lines.size() - most + 1) + " more";
        return Stream.concat(lines.stream().limit(most - 1L).map(line -> line(line, longest)), Stream.of(rest))
                .toList();
    }
}
