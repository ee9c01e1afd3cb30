package enifailover.testkit.region.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CBOR (RFC 8949), as much as Smithy's RPC v2 uses: maps, lists, texts, numbers, booleans, times.
final class Cbor {
    private static final int BREAK = 0xff;
    private static final int EPOCH = 1;

    private final ByteBuffer in;

    private Cbor(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /// The members of a body.
    static Map<String, Object> read(byte[] bytes) {
        if (bytes.length == 0) {
            return Map.of();
        }
        Map<String, Object> members = new LinkedHashMap<>();
        if (new Cbor(bytes).value() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(name.toString(), value));
        }
        return members;
    }

    private @Nullable Object value() {
        int head = in.get() & 0xff;
        int kind = head >> 5;
        int info = head & 31;
        return switch (kind) {
            case 0 -> length(info);
            case 1 -> -1 - length(info);
            case 2, 3 -> text(info);
            case 4 -> list(info);
            case 5 -> map(info);
            case 6 -> tagged(info);
            default -> simple(info);
        };
    }

    private long length(int info) {
        return switch (info) {
            case 24 -> in.get() & 0xff;
            case 25 -> in.getShort() & 0xffff;
            case 26 -> in.getInt() & 0xffffffffL;
            case 27 -> in.getLong();
            default -> info;
        };
    }

    private String text(int info) {
        if (info == 31) {
            StringBuilder text = new StringBuilder();
            while (!atBreak()) {
                text.append(value());
            }
            return text.toString();
        }
        byte[] bytes = new byte[Math.toIntExact(length(info))];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<@Nullable Object> list(int info) {
        List<@Nullable Object> list = new ArrayList<>();
        long length = info == 31 ? Long.MAX_VALUE : length(info);
        while (list.size() < length && !(info == 31 && atBreak())) {
            list.add(value());
        }
        return list;
    }

    private Map<String, @Nullable Object> map(int info) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        long length = info == 31 ? Long.MAX_VALUE : length(info);
        for (long i = 0; i < length && !(info == 31 && atBreak()); i++) {
            map.put(String.valueOf(value()), value());
        }
        return map;
    }

    private boolean atBreak() {
        if ((in.get(in.position()) & 0xff) == BREAK) {
            in.get();
            return true;
        }
        return false;
    }

    private @Nullable Object tagged(int info) {
        long tag = length(info);
        Object value = value();
        return tag == EPOCH && value instanceof Number seconds
                ? Instant.ofEpochMilli(Math.round(seconds.doubleValue() * 1000))
                : value;
    }

    private @Nullable Object simple(int info) {
        return switch (info) {
            case 20 -> false;
            case 21 -> true;
            case 25 -> (double) Float.float16ToFloat(in.getShort());
            case 26 -> (double) in.getFloat();
            case 27 -> in.getDouble();
            default -> null;
        };
    }

    static byte[] write(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(value, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case null -> out.writeByte(0xf6);
            case Boolean b -> out.writeByte(b ? 0xf5 : 0xf4);
            case Double d -> {
                out.writeByte(0xfb);
                out.writeDouble(d);
            }
            case Number n when n.longValue() >= 0 -> head(0, n.longValue(), out);
            case Number n -> head(1, -1 - n.longValue(), out);
            case Instant moment -> {
                head(6, EPOCH, out);
                write(moment.toEpochMilli() / 1000.0, out);
            }
            case List<?> list -> {
                head(4, list.size(), out);
                for (Object one : list) {
                    write(one, out);
                }
            }
            case Map<?, ?> map -> {
                head(5, map.size(), out);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    write(entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
            default -> {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                head(3, text.length, out);
                out.write(text);
            }
        }
    }

    private static void head(int kind, long length, DataOutputStream out) throws IOException {
        if (length < 24) {
            out.writeByte(kind << 5 | (int) length);
        } else {
            out.writeByte(kind << 5 | 27);
            out.writeLong(length);
        }
    }
}
