package enifailover.benchmark;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.signal.Signal;
import enifailover.signal.Signals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints what reading an event's envelope adds to a start, by ways of reading it:
/// `mvn -q test-compile exec:exec -Dexec.args="-cp %classpath enifailover.benchmark.EnvelopeBenchmark"`.
/// Each reading is the first of a process of its own, with the flag that the functions run with; the ways take turns.
public final class EnvelopeBenchmark {
    private static final int ROUNDS = 15;
    private static final Path EVENT = Path.of("events/ec2-state-change-stopped.json");

    /// A way to get at the instance that an event is about.
    private enum Way {
        NOTHING("nothing is read") {
            @Override
            String instance(byte[] event) {
                return INSTANCE;
            }
        },
        STREAM("Jackson's stream") {
            @Override
            String instance(byte[] event) throws IOException {
                try (JsonParser parser = new JsonFactory().createParser(event)) {
                    String instance = "";
                    while (parser.nextToken() != null) {
                        if (parser.currentToken() == JsonToken.VALUE_STRING
                                && "instance-id".equals(parser.currentName())) {
                            instance = parser.getText();
                        }
                    }
                    return instance;
                }
            }
        },
        SIGNALS("Jackson's stream, and all that Signals does") {
            @Override
            String instance(byte[] event) {
                return new Signals("eu-west-1").read(event).getFirst() instanceof Signal.OfInstance it
                        ? it.instance().value()
                        : "";
            }
        },
        TREE("Jackson's tree") {
            @Override
            String instance(byte[] event) throws IOException {
                return new JsonMapper()
                        .readTree(event)
                        .path("detail")
                        .path("instance-id")
                        .asText();
            }
        },
        TYPED("ScheduledEvent of aws-lambda-java-events") {
            @Override
            String instance(byte[] event) {
                ScheduledEvent typed = LambdaEventSerializers.serializerFor(
                                ScheduledEvent.class, EnvelopeBenchmark.class.getClassLoader())
                        .fromJson(new ByteArrayInputStream(event));
                return String.valueOf(typed.getDetail().get("instance-id"));
            }
        },
        STREAM_AND_ANSWER("the stream, then an answer written as a tree") {
            @Override
            String instance(byte[] event) throws IOException {
                return answered(STREAM.instance(event));
            }
        },
        TREE_AND_ANSWER("the tree, then an answer written as a tree") {
            @Override
            String instance(byte[] event) throws IOException {
                return answered(TREE.instance(event));
            }
        };

        private static final String INSTANCE = "i-0a1b2c3d4e5f60001";

        private final String words;

        Way(String words) {
            this.words = words;
        }

        abstract String instance(byte[] event) throws IOException;

        private static String answered(String instance) throws IOException {
            JsonMapper mapper = new JsonMapper();
            JsonNode answer = mapper.createObjectNode().put("instance", instance);
            return mapper.writeValueAsString(answer).contains(instance) ? instance : "";
        }
    }

    /// @param reading milliseconds of the reading itself
    /// @param process milliseconds from the start of the process to its end
    private record Taken(double reading, double process) {}

    private EnvelopeBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 1) {
            read(Way.valueOf(arguments[0]));
            return;
        }
        Map<Way, List<Taken>> taken = new EnumMap<>(Way.class);
        for (int round = 0; round <= ROUNDS; round++) {
            for (Way way : Way.values()) {
                Taken one = start(way);
                if (round > 0) {
                    taken.computeIfAbsent(way, it -> new ArrayList<>()).add(one);
                }
            }
        }
        IO.println(String.format(
                Locale.ROOT, "%-46s %24s %24s", ROUNDS + " processes each: median (least–most)", "reading", "process"));
        taken.forEach((way, all) -> IO.println(String.format(
                Locale.ROOT,
                "%-46s %24s %24s",
                way.words,
                spread(all.stream().map(Taken::reading).sorted().toList()),
                spread(all.stream().map(Taken::process).sorted().toList()))));
    }

    private static void read(Way way) throws IOException {
        byte[] event = Files.readAllBytes(EVENT);
        long begun = System.nanoTime();
        String instance = way.instance(event);
        long nanos = System.nanoTime() - begun;
        if (!instance.equals(Way.INSTANCE)) {
            throw new IllegalStateException(way + " read " + instance);
        }
        IO.println(nanos);
    }

    private static Taken start(Way way) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EnvelopeBenchmark.class.getName(),
                        way.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(way + " failed");
        }
        return new Taken(Long.parseLong(line.strip()) / 1e6, (System.nanoTime() - begun) / 1e6);
    }

    private static String spread(List<Double> sorted) {
        return String.format(
                Locale.ROOT,
                "%6.1f ms (%.0f–%.0f)",
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast());
    }
}
