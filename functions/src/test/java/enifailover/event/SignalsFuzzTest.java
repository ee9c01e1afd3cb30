package enifailover.event;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Failure 16, at large: whatever comes in, nothing is thrown, every answer is well-formed, and no instance is made up.
/// Seeded, so that a failure can be repeated: it names seed and number.
class SignalsFuzzTest {
    private static final long SEED = 20_261_123L;
    private static final int EVENTS = 120_000;
    private static final Pattern ESCAPE = Pattern.compile("\\\\u00([0-9a-fA-F]{2})");

    private final EventParser eventParser = new EventParser(Fixtures.REGION);

    @Test
    void mutatedEvents() {
        List<byte[]> seeds = List.copyOf(Fixtures.all().values());
        Map<Mutation, Integer> read = new EnumMap<>(Mutation.class);
        Map<Mutation, Integer> dropped = new EnumMap<>(Mutation.class);
        List<Mutation> mutations = List.of(Mutation.values());
        Random random = new Random(SEED);
        for (int i = 0; i < EVENTS; i++) {
            Mutation mutation = mutations.get(i % mutations.size());
            byte[] event = mutation.of(seeds.get(random.nextInt(seeds.size())), random);
            String which = mutation + ", seed " + SEED + ", number " + i;
            List<Signal> said = read(event, which);
            boolean ours = said.stream().noneMatch(Signal.Ignored.class::isInstance);
            (ours ? read : dropped).merge(mutation, 1, Integer::sum);
        }
        // The fuzz is worth something only if it gets past the first check, in both directions.
        for (Mutation mutation :
                List.of(Mutation.FLIP_BYTES, Mutation.DELETE_KEY, Mutation.CHANGE_TYPE, Mutation.CUT_AND_JOIN)) {
            assertTrue(read.getOrDefault(mutation, 0) > 100, mutation + " never left an event of ours: " + read);
            assertTrue(dropped.getOrDefault(mutation, 0) > 100, mutation + " never spoiled an event: " + dropped);
        }
    }

    /// Each key of each event away, and each value of another type: all of them, not by chance.
    @Test
    void everyKeyMissingAndEveryValueOfAnotherType() {
        Fixtures.all().forEach((name, event) -> {
            for (byte[] variant : Mutation.everyKey(event)) {
                read(variant, name);
            }
        });
    }

    /// Many events do not fit, since Lambda would not deliver them either; a few are enough to see that nothing breaks.
    @Test
    void aMegabyte() {
        Random random = new Random(SEED);
        for (int i = 0; i < 5; i++) {
            for (byte[] event : Mutation.megabytes(random)) {
                read(event, "a megabyte, seed " + SEED + ", number " + i);
            }
        }
    }

    private List<Signal> read(byte[] event, String which) {
        List<Signal> said;
        try {
            said = eventParser.read(event);
        } catch (RuntimeException | StackOverflowError thrown) {
            throw new AssertionError(which + ": " + new String(event, StandardCharsets.UTF_8), thrown);
        }
        assertFalse(said.isEmpty(), which);
        String text = null;
        List<Signal> drops = new ArrayList<>();
        for (Signal signal : said) {
            switch (signal) {
                case Signal.OfInstance it -> {
                    text = text == null ? legible(event) : text;
                    assertTrue(text.contains(it.instance().value()), () -> which + ": made up " + it);
                    assertWords(it.message(), which);
                }
                case Signal.OfAlarm it ->
                    assertTrue(!it.alarm().isBlank() && it.children().stream().noneMatch(String::isBlank), which);
                case Signal.Sweep it -> assertTrue(said.size() == 1, which);
                case Signal.Ignored it -> {
                    drops.add(it);
                    assertWords(it.message(), which);
                }
            }
        }
        assertTrue(drops.isEmpty() || said.size() == 1, () -> which + ": dropped and not dropped: " + said);
        return said;
    }

    private static void assertWords(String message, String which) {
        assertTrue(!message.isBlank() && message.length() < 400, which);
        assertTrue(message.chars().noneMatch(Character::isISOControl), which);
    }

    /// The event's text in whatever encoding: UTF-8 and UTF-16 both become legible without the zero bytes; escapes are
    /// undone.
    private static String legible(byte[] event) {
        String text = new String(event, StandardCharsets.ISO_8859_1).replace("\0", "");
        return text.contains("\\u00")
                ? ESCAPE.matcher(text)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))))
                : text;
    }
}
