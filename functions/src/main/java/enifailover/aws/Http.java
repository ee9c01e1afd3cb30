package enifailover.aws;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The ways to AWS: the JDK's own HTTP client, which starts fastest, with limits of its own for the table.
///
/// @param usual for all but the table
/// @param ofTable for the table
/// @param trust whom both trust, where that is the JDK's trust store
record Http(SdkHttpClient usual, SdkHttpClient ofTable, Optional<Trust> trust) implements AutoCloseable {
    /// The SDK's own defaults are 2 s and 30 s: too long for a function that others wait for.
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration SOCKET = Duration.ofSeconds(3);
    /// The table answers in milliseconds or not at all, and without it there is still the degraded mode.
    private static final Duration SOCKET_OF_TABLE = Duration.ofMillis(1500);

    static Http ofTheJdk() {
        Trust trust = Trust.ofTheJdk();
        return new Http(client(SOCKET, trust), client(SOCKET_OF_TABLE, trust), Optional.of(trust));
    }

    static Http of(SdkHttpClient one) {
        return new Http(one, one, Optional.empty());
    }

    private static SdkHttpClient client(Duration socket, Trust trust) {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(socket)
                .tlsTrustManagersProvider(trust::managers)
                .build();
    }

    @Override
    public void close() {
        usual.close();
        ofTable.close();
    }
}
