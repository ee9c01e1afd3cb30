package enifailover.aws.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.IoUtils;

/// AWS as the wire shows it: answers each request of the real SDK with bytes that a test wrote, and keeps what was
/// asked.
public final class Wire implements SdkHttpClient {
    private final Map<String, Function<Call, Reply>> answers = new HashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /// @param action such as `DescribeInstances`
    /// @param body the request's body
    /// @param parameters the same as parameters, where it is a form
    public record Call(String action, String body, Map<String, String> parameters) {
        public String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        /// The values of the filter with this name.
        public List<String> filter(String name) {
            for (int i = 1; parameters.containsKey("Filter." + i + ".Name"); i++) {
                String prefix = "Filter." + i + ".";
                if (parameter(prefix + "Name").equals(name)) {
                    return parameters.entrySet().stream()
                            .filter(entry -> entry.getKey().startsWith(prefix + "Value."))
                            .map(Map.Entry::getValue)
                            .sorted()
                            .toList();
                }
            }
            return List.of();
        }
    }

    public record Reply(int status, SdkBytes body) {
        public Reply(int status, String body) {
            this(status, SdkBytes.fromUtf8String(body));
        }
    }

    /// The connection broke before an answer came.
    public static final Function<Call, Reply> SILENCE = _ -> {
        throw new UncheckedIOException(new IOException("connection reset"));
    };

    public Wire on(String action, Function<Call, Reply> answer) {
        answers.put(action, answer);
        return this;
    }

    /// Answers with the given replies one after the other; the last one stays.
    public Wire on(String action, Reply... replies) {
        List<Reply> queue = Collections.synchronizedList(new java.util.ArrayList<>(Arrays.asList(replies)));
        return on(action, _ -> queue.size() > 1 ? queue.removeFirst() : queue.getFirst());
    }

    public Clients clients() {
        return new Clients(
                "eu-west-1", this, StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Call> calls(String action) {
        return calls.stream().filter(call -> call.action().equals(action)).toList();
    }

    /// How often each action was asked, and forget them.
    public Map<String, Long> counts() {
        Map<String, Long> counts =
                calls.stream().collect(Collectors.groupingBy(Call::action, TreeMap::new, Collectors.counting()));
        calls.clear();
        return counts;
    }

    public static Reply ec2(String action, String content) {
        return new Reply(
                200,
                "<" + action + "Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>"
                        + content + "</" + action + "Response>");
    }

    public static Reply ec2Error(int status, String code, String message) {
        return new Reply(
                status,
                "<Response><Errors><Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error></Errors><RequestID>r</RequestID></Response>");
    }

    public static Reply jsonError(int status, String code, String message) {
        return new Reply(status, "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Call call = read(request);
                calls.add(call);
                try {
                    Reply reply = answers.getOrDefault(call.action(), _ -> ec2Error(400, "NotOnThisWire", call.body()))
                            .apply(call);
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder()
                                    .statusCode(reply.status())
                                    .putHeader("smithy-protocol", "rpc-v2-cbor")
                                    .build())
                            .responseBody(
                                    AbortableInputStream.create(reply.body().asInputStream()))
                            .build();
                } catch (UncheckedIOException broken) {
                    throw broken.getCause();
                }
            }

            @Override
            public void abort() {}
        };
    }

    private static Call read(HttpExecuteRequest request) throws IOException {
        byte[] bytes = request.contentStreamProvider().isPresent()
                ? IoUtils.toByteArray(request.contentStreamProvider().get().newStream())
                : new byte[0];
        String body = new String(bytes, StandardCharsets.UTF_8);
        String path = request.httpRequest().encodedPath();
        if (path.contains("/operation/")) {
            return new Call(path.substring(path.lastIndexOf('/') + 1), body, Map.of());
        }
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        if (!target.isEmpty()) {
            return new Call(target.substring(target.indexOf('.') + 1), body, Map.of());
        }
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
        }
        return new Call(parameters.getOrDefault("Action", ""), body, parameters);
    }

    @Override
    public void close() {}
}
