package enifailover.aws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import enifailover.harness.rehearsal.Keytool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmazonCaFirstTrustTest {
    private static final char[] PASSWORD = Keytool.PASSWORD.toCharArray();
    private final List<String> asked = new ArrayList<>();

    /// Trusts everybody or nobody, and notes that it was asked.
    private final class Told extends X509ExtendedTrustManager {
        private final String name;
        private final boolean trusts;

        Told(String name, boolean trusts) {
            this.name = name;
            this.trusts = trusts;
        }

        private void asked() throws CertificateException {
            asked.add(name);
            if (!trusts) {
                throw new CertificateException("not by " + name);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            asked();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            asked();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            asked();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            asked();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            asked();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            asked();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private interface Check {
        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    private static final X509Certificate[] CHAIN = {};
    private static final List<Check> OF_SERVERS = List.of(
            manager -> manager.checkServerTrusted(CHAIN, "RSA"),
            manager -> manager.checkServerTrusted(CHAIN, "RSA", (Socket) null),
            manager -> manager.checkServerTrusted(CHAIN, "RSA", (SSLEngine) null));
    private static final List<Check> OF_CLIENTS = List.of(
            manager -> manager.checkClientTrusted(CHAIN, "RSA"),
            manager -> manager.checkClientTrusted(CHAIN, "RSA", (Socket) null),
            manager -> manager.checkClientTrusted(CHAIN, "RSA", (SSLEngine) null));

    @Test
    void whomAmazonVouchesForIsTrustedAtOnce() throws CertificateException {
        for (Check check : OF_SERVERS) {
            check.by(new AmazonCaFirstTrust(new Told("amazon", true), new Told("all", false)));
        }
        assertEquals(List.of("amazon", "amazon", "amazon"), asked);
    }

    @Test
    void whomAmazonDoesNotVouchForIsTrustedIfTheTrustStoreDoes() throws CertificateException {
        for (Check check : OF_SERVERS) {
            check.by(new AmazonCaFirstTrust(new Told("amazon", false), new Told("all", true)));
        }
        assertEquals(List.of("amazon", "all", "amazon", "all", "amazon", "all"), asked);
    }

    @Test
    void whomNobodyVouchesForIsNotTrustedAndTheTrustStoreSaysWhy() {
        for (Check check : OF_SERVERS) {
            CertificateException why = assertThrows(
                    CertificateException.class,
                    () -> check.by(new AmazonCaFirstTrust(new Told("amazon", false), new Told("all", false))));
            assertEquals("not by all", why.getMessage());
        }
    }

    @Test
    void ofClientsOnlyTheTrustStoreIsAsked() throws CertificateException {
        for (Check check : OF_CLIENTS) {
            check.by(new AmazonCaFirstTrust(new Told("amazon", false), new Told("all", true)));
        }
        assertEquals(List.of("all", "all", "all"), asked);
    }

    /// The four of 2015; who looks inside a connection is among none of them.
    @Test
    void theJdksTrustStoreHasAmazonsAuthorities() {
        X509TrustManager trust = (X509TrustManager) TlsTrust.ofTheJdk().managers()[0];
        assertTrue(trust instanceof AmazonCaFirstTrust);
        List<String> names = AmazonCaFirstTrust.ofAmazon(trust.getAcceptedIssuers()).stream()
                .map(one -> one.getSubjectX500Principal().getName())
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "CN=Amazon Root CA 1,O=Amazon,C=US",
                        "CN=Amazon Root CA 2,O=Amazon,C=US",
                        "CN=Amazon Root CA 3,O=Amazon,C=US",
                        "CN=Amazon Root CA 4,O=Amazon,C=US"),
                names);
        assertTrue(trust.getAcceptedIssuers().length > names.size());
    }

    /// One of the authorities itself is no server of Amazon's, but it is a certificate that the store vouches for.
    @Test
    void anotherAuthorityOfTheTrustStoreIsStillTrusted() throws CertificateException {
        X509TrustManager trust = (X509TrustManager) TlsTrust.ofTheJdk().managers()[0];
        List<X509Certificate> amazon = AmazonCaFirstTrust.ofAmazon(trust.getAcceptedIssuers());
        X509Certificate other = List.of(trust.getAcceptedIssuers()).stream()
                .filter(one -> !amazon.contains(one))
                .findFirst()
                .orElseThrow();
        trust.checkServerTrusted(new X509Certificate[] {other}, "UNKNOWN");
    }

    /// The name is checked by the trust manager, so it has to be handed the connection.
    @Test
    void aCertificateForAnotherNameIsRefusedWhoeverVouchesForIt(@TempDir Path folder) throws Exception {
        KeyStore keys = keysOf("localhost", folder.resolve("keys.p12"));
        SSLContext server = SSLContext.getInstance("TLS");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        server.init(own.getKeyManagers(), null, null);
        X509Certificate shown = (X509Certificate) keys.getCertificate("server");
        X509ExtendedTrustManager itself =
                (X509ExtendedTrustManager) TlsTrust.of(List.of(shown)).managers()[0];
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[] {new AmazonCaFirstTrust(itself, itself)}, null);
        HttpsServer aws = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.setHttpsConfigurator(new HttpsConfigurator(server));
        aws.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        aws.start();
        try {
            assertEquals(204, status(client, "localhost", aws.getAddress().getPort()));
            SSLException refused = assertThrows(
                    SSLException.class,
                    () -> status(client, "127.0.0.1", aws.getAddress().getPort()));
            assertTrue(refused.toString().contains("127.0.0.1"), refused::toString);
        } finally {
            aws.stop(0);
        }
    }

    private static int status(SSLContext client, String host, int port) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection)
                URI.create("https://" + host + ":" + port + "/").toURL().openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(client.getSocketFactory());
        return connection.getResponseCode();
    }

    private static KeyStore keysOf(String name, Path file) throws Exception {
        String dns = "san=dns:" + name;
        Keytool.run(file, "-genkeypair", "-alias", "server", "-dname", "CN=" + name, "-ext", dns, "-keyalg", "RSA");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
