package enifailover.testkit.region.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// A request as it came, whatever the transport.
///
/// @param path the path
/// @param headers one value each, whatever the case of the name
/// @param body the bytes, compressed if they came so
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WireRequest(String path, TreeMap<String, String> headers, byte[] body) {
    private static final Pattern SCOPE = Pattern.compile("Credential=([^/]+)/\\d+/[^/]+/([^/]+)/aws4_request");

    /// With headers of any case.
    public static WireRequest of(String path, Map<String, String> headers, byte[] body) {
        TreeMap<String, String> insensitive = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        insensitive.putAll(headers);
        return new WireRequest(path, insensitive, body);
    }

    /// The service it was signed for, or nothing.
    public String service() {
        Matcher scope = SCOPE.matcher(header("Authorization"));
        return scope.find() ? scope.group(2) : "";
    }

    /// The access key it was signed with.
    public String accessKey() {
        Matcher scope = SCOPE.matcher(header("Authorization"));
        return scope.find() ? scope.group(1) : "anonymous";
    }

    /// A header, or nothing.
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The body, unpacked.
    public byte[] content() {
        if (!header("Content-Encoding").equals("gzip")) {
            return body;
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return unpacked.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The body as text.
    public String text() {
        return new String(content(), StandardCharsets.UTF_8);
    }
}
