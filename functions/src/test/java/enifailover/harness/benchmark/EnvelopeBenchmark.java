package enifailover.harness.benchmark;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import enifailover.event.EventParser;
import enifailover.event.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Prints what reading an event's envelope adds to a start, by ways of reading it:
/// `mvn -q test-compile exec:exec -Dexec.args="-cp %classpath enifailover.harness.benchmark.EnvelopeBenchmark"`.
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
                return new EventParser("eu-west-1").read(event).getFirst() instanceof Signal.OfInstance it
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

        private final String message;

        Way(String message) {
            this.message = message;
        }

        abstract String instance(byte[] event) throws IOException;

        private static String answered(String instance) throws IOException {
            JsonMapper mapper = new JsonMapper();
            JsonNode answer = mapper.createObjectNode().put("instance", instance);
            return mapper.writeValueAsString(answer).contains(instance) ? instance : "";
        }
    }

    /// @param processor milliseconds of a processor for the reading, which other load on the machine changes least
    /// @param reading milliseconds of the reading itself
    /// @param process milliseconds from the start of the process to its end
    private record Taken(double processor, double reading, double process) {}

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
        print(ROUNDS + " processes each: median (least–most)", "processor", "reading", "process");
        taken.forEach((way, all) -> print(
                way.message,
                spread(all.stream().map(Taken::processor)),
                spread(all.stream().map(Taken::reading)),
                spread(all.stream().map(Taken::process))));
    }

    private static void print(String what, String... columns) {
        IO.println(String.format(Locale.ROOT, "%-46s", what)
                + String.join(
                        "",
                        Stream.of(columns)
                                .map(it -> String.format(Locale.ROOT, "%24s", it))
                                .toList()));
    }

    private static void read(Way way) throws IOException {
        byte[] event = Files.readAllBytes(EVENT);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begunProcessor = threads.getCurrentThreadCpuTime();
        long begun = System.nanoTime();
        String instance = way.instance(event);
        long reading = System.nanoTime() - begun;
        long processor = threads.getCurrentThreadCpuTime() - begunProcessor;
        if (!instance.equals(Way.INSTANCE)) {
            throw new IllegalStateException(way + " read " + instance);
        }
        IO.println(processor + " " + reading);
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
        double whole = (System.nanoTime() - begun) / 1e6;
        int blank = line.indexOf(' ');
        return new Taken(
                Long.parseLong(line.substring(0, blank)) / 1e6,
                Long.parseLong(line.substring(blank + 1).strip()) / 1e6,
                whole);
    }

    private static String spread(Stream<Double> taken) {
        List<Double> sorted = taken.sorted().toList();
        return String.format(
                Locale.ROOT, "%.1f ms (%.0f–%.0f)", sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }
}
