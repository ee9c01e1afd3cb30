package enifailover.handler;

import enifailover.script.RoutingScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/// An AWS in which one group's active has stopped, and which answers each request of its failover from memory. The
/// answers are as full as AWS's own, for each element has a class or more that reads it: `resources/priming`, a file
/// an action. What the table says of the group's surroundings is of others, so that both are played: reading that, and
/// asking EC2.
final class PrimingAws implements SdkHttpClient {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
    /// An empty map, as CloudWatch answers where there is no such alarm.
    private static final String EMPTY_CBOR = "\u00a0";

    /// Nobody has stopped the automatic moves, and nothing has failed; the sweep has counted the groups.
    private static final String BRAKE =
            "{\"Count\":1,\"ScannedCount\":1,\"Items\":[{\"item\":{\"S\":\"limit\"},\"groups\":{\"N\":\"12\"}}]}";

    /// What a request is answered with, always 200.
    ///
    /// @param body a character a byte
    record Answer(String contentType, String body) {
        byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private volatile String holder = PrimingEvents.ACTIVE;

    /// The ENI is on the active, as at the beginning.
    void again() {
        holder = PrimingEvents.ACTIVE;
    }

    /// @param path of the request
    /// @param target its header `X-Amz-Target`, which the JSON protocols have
    Answer answer(String path, Optional<String> target, String body) throws IOException {
        if (target.isPresent()) {
            String action = target.get().substring(target.get().indexOf('.') + 1);
            return new Answer("application/x-amz-json-1.1", json(action, body));
        }
        if (path.contains("/operation/")) {
            return new Answer("application/cbor", EMPTY_CBOR);
        }
        Matcher action = ACTION.matcher(body);
        return new Answer("text/xml", xml(action.find() ? action.group(1) : ""));
    }

    private static String json(String action, String body) throws IOException {
        return switch (action) {
            // No failover is given back.
            case "GetItem" -> body.contains("\"!\"") ? "{}" : file("GetItem.json");
            case "GetCommandInvocation" -> file("GetCommandInvocation.json").replace("SHA256", RoutingScript.SHA256);
            // No slot is reserved.
            case "Query" -> body.contains("\"!slots\"") ? "{}" : body.contains("\"!\"") ? BRAKE : file("Query.json");
            case "UpdateItem", "DescribeInstanceInformation", "SendCommand", "PutEvents" -> file(action + ".json");
            default -> "{}";
        };
    }

    private String xml(String action) throws IOException {
        return switch (action) {
            case "DescribeNetworkInterfaces" ->
                file("DescribeNetworkInterfaces.xml").replace("ATTACHMENT", attachment());
            case "DetachNetworkInterface" -> {
                holder = "";
                yield file("DetachNetworkInterface.xml");
            }
            case "AttachNetworkInterface" -> {
                holder = PrimingEvents.STANDBY;
                yield file("AttachNetworkInterface.xml");
            }
            case "DescribeInstances",
                    "DescribeInstanceStatus",
                    "DescribeInstanceTypes",
                    "DescribeSubnets",
                    "DescribeAutoScalingInstances",
                    "Publish" -> file(action + ".xml");
            default -> "<" + action + "Response/>";
        };
    }

    private String attachment() {
        return holder.isEmpty() ? "<status>available</status>" : """
                <status>in-use</status>
                <attachment>
                  <attachmentId>eni-attach-%s</attachmentId>
                  <instanceId>%s</instanceId>
                  <instanceOwnerId>111122223333</instanceOwnerId>
                  <deviceIndex>1</deviceIndex>
                  <networkCardIndex>0</networkCardIndex>
                  <status>attached</status>
                  <attachTime>2025-07-01T00:00:00.000Z</attachTime>
                  <deleteOnTermination>false</deleteOnTermination>
                  <enaSrdSpecification>
                    <enaSrdEnabled>false</enaSrdEnabled>
                    <enaSrdUdpSpecification><enaSrdUdpEnabled>false</enaSrdUdpEnabled></enaSrdUdpSpecification>
                  </enaSrdSpecification>
                  <enaQueueCount>2</enaQueueCount>
                </attachment>""".formatted(holder.substring(2), holder);
    }

    private static String file(String name) throws IOException {
        try (InputStream file = PrimingAws.class.getResourceAsStream("priming/" + name)) {
            if (file == null) {
                throw new IOException("the package has no priming/" + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Answer answer = answer(
                        request.httpRequest().encodedPath(),
                        request.httpRequest().firstMatchingHeader("X-Amz-Target"),
                        body(request));
                byte[] bytes = answer.bytes();
                return HttpExecuteResponse.builder()
                        .response(SdkHttpFullResponse.builder()
                                .statusCode(200)
                                .putHeader("Content-Type", answer.contentType())
                                .putHeader("smithy-protocol", "rpc-v2-cbor")
                                .putHeader("Content-Length", Integer.toString(bytes.length))
                                .build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    private static String body(HttpExecuteRequest request) throws IOException {
        var content = request.contentStreamProvider().orElse(null);
        if (content == null) {
            return "";
        }
        try (InputStream stream = content.newStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {}
}
