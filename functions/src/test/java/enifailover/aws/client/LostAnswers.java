package enifailover.aws.client;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// Delivers every request, counts them, and loses the answers to the next few: what was asked has happened, and the one
/// who asked does not know.
public final class LostAnswers implements SdkHttpClient {
    private final SdkHttpClient real;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger toLose = new AtomicInteger();

    public LostAnswers(SdkHttpClient real) {
        this.real = real;
    }

    public void loseNext(int answers) {
        toLose.set(answers);
    }

    /// How many requests there were since it was last asked.
    public int requests() {
        return requests.getAndSet(0);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = real.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                requests.incrementAndGet();
                HttpExecuteResponse response = prepared.call();
                if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    response.responseBody().ifPresent(body -> body.abort());
                    throw new IOException("the connection broke before the answer came");
                }
                return response;
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    @Override
    public void close() {
        real.close();
    }
}
