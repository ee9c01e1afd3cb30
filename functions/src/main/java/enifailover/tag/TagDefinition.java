package enifailover.tag;

import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One tag that an operator may set.
///
/// @param name what follows the prefix
/// @param allowed the values it may have, in words that end `set it to …`
/// @param meanwhile what holds while its value is not understood
/// @param ifWrong how bad that is
/// @param parser reads a value without blanks around it; empty where it is not allowed
record TagDefinition<T>(
        String name, String allowed, String meanwhile, Severity ifWrong, Function<String, Optional<T>> parser) {
    private static final int LONGEST_SHOWN = 80;
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    TagDefinition(String name, String allowed, String meanwhile, Function<String, Optional<T>> parser) {
        this(name, allowed, meanwhile, Severity.WARNING, parser);
    }

    /// The value, or empty where it is not allowed. Blanks around it do no harm: consoles leave them behind.
    Optional<T> read(String value) {
        return parser.apply(value.strip());
    }

    /// What to say of a value that is not allowed.
    Finding wrong(String prefix, String subject, String value) {
        return new Finding(
                "tag-value",
                ifWrong,
                subject,
                prefix + name + " is " + shown(value) + ", which is not allowed; " + meanwhile,
                "set it to " + allowed);
    }

    /// A value as it can stand in a finding: quoted, short, on one line.
    static String shown(String value) {
        String cut = value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value;
        return "\"" + UNFIT.matcher(cut).replaceAll("?") + "\"";
    }
}
