package enifailover.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A way to spoil an event.
enum Mutation {
    FLIP_BYTES {
        @Override
        byte[] of(byte[] event, Random random) {
            byte[] spoilt = event.clone();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                int at = random.nextInt(spoilt.length);
                spoilt[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) (spoilt[at] ^ 1 << random.nextInt(8));
            }
            return spoilt;
        }
    },
    CUT_AND_JOIN {
        @Override
        byte[] of(byte[] event, Random random) {
            int from = random.nextInt(event.length);
            int to = random.nextInt(10) == 0 ? event.length : Math.min(event.length, from + random.nextInt(8));
            byte[] spoilt = Arrays.copyOf(event, event.length - (to - from));
            System.arraycopy(event, to, spoilt, from, event.length - to);
            return spoilt;
        }
    },
    DELETE_KEY {
        @Override
        byte[] of(byte[] event, Random random) {
            ObjectNode root = tree(event);
            List<ObjectNode> objects = objects(root);
            ObjectNode object = objects.get(random.nextInt(objects.size()));
            pick(object, random).ifPresent(object::remove);
            return bytes(root);
        }
    },
    CHANGE_TYPE {
        @Override
        byte[] of(byte[] event, Random random) {
            ObjectNode root = tree(event);
            List<ObjectNode> objects = objects(root);
            ObjectNode object = objects.get(random.nextInt(objects.size()));
            pick(object, random).ifPresent(key -> object.set(key, OTHERS.get(random.nextInt(OTHERS.size()))));
            return bytes(root);
        }
    },
    SWAP_VALUES {
        @Override
        byte[] of(byte[] event, Random random) {
            ObjectNode root = tree(event);
            List<ObjectNode> objects = objects(root);
            ObjectNode one = objects.get(random.nextInt(objects.size()));
            ObjectNode other = objects.get(random.nextInt(objects.size()));
            pick(one, random).ifPresent(key -> pick(other, random)
                    .ifPresent(from -> one.set(key, other.get(from).deepCopy())));
            return bytes(root);
        }
    },
    HUGE_NUMBER {
        @Override
        byte[] of(byte[] event, Random random) {
            String number = random.nextBoolean()
                    ? "9".repeat(random.nextInt(1, 3000))
                    : "1e" + "9".repeat(random.nextInt(1, 60));
            String text = new String(event, StandardCharsets.UTF_8);
            int colon = text.indexOf(": ", random.nextInt(text.length()));
            return (colon < 0 ? number : text.substring(0, colon) + ": " + number + ", \"x\"" + text.substring(colon))
                    .getBytes(StandardCharsets.UTF_8);
        }
    },
    DEEP_NESTING {
        @Override
        byte[] of(byte[] event, Random random) {
            int depth = random.nextInt(1, 3000);
            String deep = random.nextBoolean()
                    ? "[".repeat(depth) + "]".repeat(depth)
                    : "{\"detail\":".repeat(depth) + "1" + "}".repeat(depth);
            String text = new String(event, StandardCharsets.UTF_8);
            int colon = text.indexOf(": ", random.nextInt(text.length()));
            return (colon < 0 ? deep : text.substring(0, colon) + ": " + deep + ", \"x\"" + text.substring(colon))
                    .getBytes(StandardCharsets.UTF_8);
        }
    },
    RANDOM_BYTES {
        @Override
        byte[] of(byte[] event, Random random) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
    },
    OTHER_ENCODING {
        @Override
        byte[] of(byte[] event, Random random) {
            String text = new String(event, StandardCharsets.UTF_8);
            return switch (random.nextInt(4)) {
                case 0 -> text.getBytes(StandardCharsets.UTF_16);
                case 1 -> text.getBytes(StandardCharsets.UTF_16LE);
                case 2 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
                default -> text.replace("i-", "\\u0069\\u002d").getBytes(StandardCharsets.UTF_8);
            };
        }
    },
    OTHER_SERVICE {
        @Override
        byte[] of(byte[] event, Random random) {
            return OTHER_SERVICES.get(random.nextInt(OTHER_SERVICES.size())).getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<JsonNode> OTHERS = others();
    private static final List<String> OTHER_SERVICES = List.of(
            "{\"Records\":[{\"eventSource\":\"aws:s3\",\"s3\":{\"object\":{\"key\":\"i-0a1b2c3d\"}}}]}",
            "{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"Message\":\"{\\\"AlarmName\\\":\\\"a\\\"}\"}}]}",
            "{\"version\":\"2.0\",\"routeKey\":\"$default\",\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}",
            "{\"awslogs\":{\"data\":\"H4sIAAAAAAAAAA==\"}}",
            "{\"RequestType\":\"Create\",\"ResourceType\":\"Custom::X\",\"ResourceProperties\":{\"InstanceId\":\"i-0a1b2c3d\"}}",
            "{\"source\":\"serverless-plugin-warmup\"}",
            "[{\"source\":\"aws.ec2\"}]",
            "\"i-0a1b2c3d\"");

    /// @param event a whole event
    /// @return the same, spoilt, or something else altogether
    abstract byte[] of(byte[] event, Random random);

    /// The event without each of its keys in turn, and with each value turned into each other type.
    static List<byte[]> everyKey(byte[] event) {
        List<byte[]> variants = new ArrayList<>();
        ObjectNode root = tree(event);
        for (ObjectNode object : objects(root)) {
            for (String key : keys(object)) {
                JsonNode value = object.get(key);
                for (JsonNode other : OTHERS) {
                    object.set(key, other);
                    variants.add(bytes(root));
                }
                object.remove(key);
                variants.add(bytes(root));
                object.set(key, value);
            }
        }
        return variants;
    }

    /// About as much as Lambda delivers, and a little more.
    static List<byte[]> megabytes(Random random) {
        byte[] noise = new byte[EventParser.LARGEST];
        random.nextBytes(noise);
        byte[] letters = noise.clone();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + Math.floorMod(letters[i], 26));
        }
        String text = new String(letters, StandardCharsets.UTF_8);
        String ids = "\"i-0a1b2c3d4e5f60001\",".repeat(45_000);
        return List.of(
                noise,
                letters,
                Arrays.copyOf(letters, letters.length + 1),
                ("{\"source\":\"" + text.substring(100) + "\"}").getBytes(StandardCharsets.UTF_8),
                ("{\"" + text.substring(100) + "\":1}").getBytes(StandardCharsets.UTF_8),
                "[".repeat(EventParser.LARGEST).getBytes(StandardCharsets.UTF_8),
                ("[" + "1,".repeat(500_000) + "1]").getBytes(StandardCharsets.UTF_8),
                ("{\"source\":\"aws.health\",\"detail-type\":\"AWS Health Event\",\"detail\":{\"service\":\"EC2\","
                                + "\"eventTypeCode\":\"AWS_EC2_X\"},\"resources\":[" + ids + "1]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonNode> others() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return List.of(
                nodes.nullNode(),
                nodes.booleanNode(true),
                nodes.numberNode(-1),
                nodes.numberNode(Double.MAX_VALUE),
                nodes.numberNode(BigInteger.TEN.pow(40)),
                nodes.textNode(""),
                nodes.textNode("i-0000000f"),
                nodes.textNode("\u0000\n\u0085\u2028\ud83d\ude00"),
                nodes.textNode("x".repeat(3000)),
                nodes.arrayNode(),
                nodes.arrayNode().add("ALARM").add(nodes.objectNode()),
                nodes.objectNode(),
                nodes.objectNode().put("value", "ALARM"));
    }

    private static ObjectNode tree(byte[] event) {
        try {
            return (ObjectNode) MAPPER.readTree(event);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// All objects of an event, the event first.
    private static List<ObjectNode> objects(JsonNode tree) {
        List<ObjectNode> objects = new ArrayList<>();
        if (tree instanceof ObjectNode object) {
            objects.add(object);
        }
        if (tree instanceof ObjectNode || tree instanceof ArrayNode) {
            tree.forEach(child -> objects.addAll(objects(child)));
        }
        return objects;
    }

    private static List<String> keys(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static Optional<String> pick(ObjectNode object, Random random) {
        List<String> keys = keys(object);
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(random.nextInt(keys.size())));
    }
}
