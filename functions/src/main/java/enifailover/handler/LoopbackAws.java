package enifailover.handler;

import enifailover.aws.client.TlsTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/// The same [PrimingAws] behind TLS on this environment's own loopback, so that the HTTP client, a whole handshake with
/// its certificates, and the way to credentials are run too. Asks nobody outside. When it is closed both sides have
/// closed every connection, and its key is garbage.
final class LoopbackAws implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MOST_CONNECTIONS = 100;
    private static final char[] PASSWORD = "priming".toCharArray();
    private static final String CREDENTIALS = "{\"AccessKeyId\":\"PRIMING\",\"SecretAccessKey\":\"PRIMING\","
            + "\"Token\":\"PRIMING\",\"Expiration\":\"2099-01-01T00:00:00Z\"}";

    /// Where the runtime client puts the trace of each event, for the SDK to send it on.
    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private final LoopbackServer aws;
    private final LoopbackServer credentials;
    private final TlsTrust tlsTrust;
    private final SdkHttpClient http;

    private LoopbackAws(LoopbackServer aws, LoopbackServer credentials, TlsTrust tlsTrust) {
        this.aws = aws;
        this.credentials = credentials;
        this.tlsTrust = tlsTrust;
        this.http = client();
    }

    private SdkHttpClient client() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(TIMEOUT)
                .socketTimeout(TIMEOUT)
                .tlsTrustManagersProvider(tlsTrust::managers)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariablesValues(false)
                        .build())
                .build();
    }

    /// @throws GeneralSecurityException when this JVM has no TLS
    /// @throws IOException when nothing can listen on loopback
    static LoopbackAws open(PrimingAws answers) throws GeneralSecurityException, IOException {
        SelfSignedCertificate own = SelfSignedCertificate.make();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        LoopbackServer aws = new LoopbackServer(
                server(own).getServerSocketFactory().createServerSocket(0, 0, loopback),
                request -> answers.answer(request.path(), request.header("x-amz-target"), request.body()));
        LoopbackServer credentials = new LoopbackServer(
                new ServerSocket(0, 0, loopback), _ -> new PrimingAws.Answer("application/json", CREDENTIALS));
        credentials.part(true);
        // Sent in each handshake with a name that has a dot; localhost has none.
        new SNIHostName("ec2.us-east-1.amazonaws.com");
        return new LoopbackAws(aws, credentials, TlsTrust.of(List.of(own.authority())));
    }

    private static SSLContext server(SelfSignedCertificate own) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD);
        keys.setKeyEntry("priming", own.key(), PASSWORD, new Certificate[] {own.certificate(), own.authority()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), new TrustManager[0], null);
        return context;
    }

    /// Sends what is meant for AWS to loopback; the rest of the request stays as the SDK has made it.
    SdkHttpClient http() {
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                return http.prepareRequest(HttpExecuteRequest.builder()
                        .request(request.httpRequest().toBuilder()
                                .host(SelfSignedCertificate.HOST)
                                .port(aws.port())
                                .build())
                        .contentStreamProvider(request.contentStreamProvider().orElse(null))
                        .build());
            }

            @Override
            public void close() {}
        };
    }

    /// The default chain is put together at its first request, and stops at the first link that has credentials:
    /// here at the system's properties, lest it finds any in the environment.
    static void chain() {
        String key = SdkSystemSetting.AWS_ACCESS_KEY_ID.property();
        String secret = SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property();
        System.setProperty(key, "PRIMING");
        System.setProperty(secret, "PRIMING");
        try (DefaultCredentialsProvider provider =
                DefaultCredentialsProvider.builder().build()) {
            provider.resolveCredentials();
        } finally {
            System.clearProperty(key);
            System.clearProperty(secret);
        }
    }

    /// The way of a function under SnapStart, whose key variables are absent, to the end point of its container's
    /// credentials: here to ours, which has none that are real.
    AwsCredentialsProvider credentials() {
        return AwsCredentialsProviderChain.of(
                SystemPropertyCredentialsProvider.create(),
                WebIdentityTokenFileCredentialsProvider.create(),
                ProfileCredentialsProvider.builder()
                        .profileFile(ProfileFileSupplier.fixedProfileFile(
                                ProfileFile.aggregator().build()))
                        .build(),
                ContainerCredentialsProvider.create());
    }

    /// While this runs, the SDK's own settings of where credentials come from are ours; no token of the environment is
    /// sent to anybody.
    <T> T whileAsked(Work<T> work) throws IOException {
        String where = SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property();
        String token = SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN.property();
        System.setProperty(where, "http://127.0.0.1:" + credentials.port() + "/");
        System.setProperty(token, "priming");
        System.setProperty(TRACE, "Root=1-00000000-000000000000000000000000;Sampled=0");
        try {
            return work.done();
        } finally {
            System.clearProperty(where);
            System.clearProperty(token);
            System.clearProperty(TRACE);
        }
    }

    /// What is done with these settings.
    interface Work<T> {
        T done() throws IOException;
    }

    /// Whether each request from now on has a connection, and so a handshake, of its own.
    void part(boolean each) {
        aws.part(each);
    }

    /// Makes handshakes and little else, one in full and then one that resumes its session, each on a connection of its
    /// own: what a client remembers of a session, another does not.
    void shakeHands(int pairs) throws IOException {
        aws.part(true);
        for (int i = 0; i < pairs; i++) {
            try (SdkHttpClient fresh = client()) {
                request(fresh);
                request(fresh);
            }
        }
    }

    /// How many connections both servers have open.
    int connections() {
        return aws.connections() + credentials.connections();
    }

    /// The JDK keeps idle connections for the next request. Each is used once more, for a request whose answer ends it.
    ///
    /// @throws IOException when a connection will not end
    @Override
    public void close() throws IOException {
        aws.part(true);
        try (aws;
                credentials) {
            for (int i = 0; i < MOST_CONNECTIONS && aws.connections() > 0; i++) {
                request(http);
            }
            if (aws.connections() > 0) {
                throw new IOException(aws.connections() + " connections to ourselves would not end");
            }
        }
    }

    private void request(SdkHttpClient by) throws IOException {
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("https")
                .host(SelfSignedCertificate.HOST)
                .port(aws.port())
                .encodedPath("/")
                .build();
        var answer = by.prepareRequest(
                        HttpExecuteRequest.builder().request(request).build())
                .call();
        if (answer.responseBody().isPresent()) {
            try (var body = answer.responseBody().get()) {
                body.readAllBytes();
            }
        }
    }
}
