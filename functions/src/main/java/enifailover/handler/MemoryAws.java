package enifailover.handler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/// An AWS in which one group's active has stopped, and which answers each request of its failover from memory.
final class MemoryAws implements SdkHttpClient {
    /// Where the group's ENI is.
    enum Where {
        ACTIVE,
        NOWHERE,
        STANDBY
    }

    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
    /// An empty map, as CloudWatch answers where there is no such alarm.
    private static final byte[] EMPTY_CBOR = {(byte) 0xa0};

    private volatile Where where = Where.ACTIVE;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(request);
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest http = request.httpRequest();
        String target = http.firstMatchingHeader("X-Amz-Target").orElse("");
        if (!target.isEmpty()) {
            return answer("application/x-amz-json-1.1", bytes(json(target.substring(target.indexOf('.') + 1))));
        }
        if (http.encodedPath().contains("/operation/")) {
            return answer("application/cbor", EMPTY_CBOR);
        }
        Matcher action = ACTION.matcher(body(request));
        String name = action.find() ? action.group(1) : "";
        return answer("text/xml", bytes("<" + name + "Response>" + xml(name) + "</" + name + "Response>"));
    }

    private static String json(String action) {
        return switch (action) {
            case "UpdateItem" -> PrimingAnswers.UPDATE_ITEM;
            case "DescribeInstanceInformation" -> PrimingAnswers.AGENTS;
            case "SendCommand" -> PrimingAnswers.COMMAND;
            case "GetCommandInvocation" -> PrimingAnswers.INVOCATION;
            case "PutEvents" -> "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"priming\"}]}";
            case "Query" -> "{\"Items\":[],\"Count\":0,\"ScannedCount\":0}";
            default -> "{}";
        };
    }

    private String xml(String action) {
        return switch (action) {
            case "DescribeNetworkInterfaces" -> PrimingAnswers.interfaces(where);
            case "DescribeInstances" -> PrimingAnswers.INSTANCES;
            case "DescribeInstanceStatus" -> PrimingAnswers.STATUSES;
            case "DescribeInstanceTypes" -> PrimingAnswers.TYPES;
            case "DescribeSubnets" -> PrimingAnswers.SUBNETS;
            case "DetachNetworkInterface" -> {
                where = Where.NOWHERE;
                yield "<return>true</return>";
            }
            case "AttachNetworkInterface" -> {
                where = Where.STANDBY;
                yield "<attachmentId>eni-attach-0000000000000000b</attachmentId>";
            }
            case "Publish" -> "<PublishResult><MessageId>priming</MessageId></PublishResult>";
            default -> "";
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static HttpExecuteResponse answer(String type, byte[] body) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpFullResponse.builder()
                        .statusCode(200)
                        .putHeader("Content-Type", type)
                        .putHeader("smithy-protocol", "rpc-v2-cbor")
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    @Override
    public void close() {}
}
