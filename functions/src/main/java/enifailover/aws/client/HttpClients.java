package enifailover.aws.client;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The ways to AWS: the JDK's own HTTP client, which starts fastest, with limits of its own for the table.
///
/// @param usual for all but the table
/// @param ofTable for the table
/// @param trust whom both trust, where that is the JDK's trust store
record HttpClients(SdkHttpClient usual, SdkHttpClient ofTable, Optional<TlsTrust> trust) implements AutoCloseable {
    /// The SDK's own defaults are 2 s and 30 s: too long for a function that others wait for.
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration SOCKET = Duration.ofSeconds(3);
    /// The table answers in milliseconds or not at all, and without it there is still the degraded mode.
    private static final Duration SOCKET_OF_TABLE = Duration.ofMillis(1500);

    static HttpClients ofTheJdk() {
        TlsTrust tlsTrust = TlsTrust.ofTheJdk();
        return new HttpClients(client(SOCKET, tlsTrust), client(SOCKET_OF_TABLE, tlsTrust), Optional.of(tlsTrust));
    }

    static HttpClients of(SdkHttpClient one) {
        return new HttpClients(one, one, Optional.empty());
    }

    private static SdkHttpClient client(Duration socket, TlsTrust tlsTrust) {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(socket)
                .tlsTrustManagersProvider(tlsTrust::managers)
                .build();
    }

    @Override
    public void close() {
        usual.close();
        ofTable.close();
    }
}
