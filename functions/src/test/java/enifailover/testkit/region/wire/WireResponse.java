package enifailover.testkit.region.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An answer, whatever the transport.
///
/// @param status the HTTP status
/// @param headers its headers
/// @param body its bytes
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WireResponse(int status, Map<String, String> headers, byte[] body) {

    static WireResponse xml(int status, String text) {
        return text(status, "text/xml;charset=UTF-8", text);
    }

    static WireResponse json(int status, String text) {
        return text(status, "application/x-amz-json-1.1", text);
    }

    private static WireResponse text(int status, String type, String text) {
        return new WireResponse(status, Map.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
    }
}
