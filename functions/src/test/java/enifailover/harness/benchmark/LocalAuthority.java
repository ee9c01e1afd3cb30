package enifailover.harness.benchmark;

import enifailover.harness.rehearsal.Keytool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate made now for [#HOST], and who trusts it. As AWS's end points have it: RSA of 2048 bits, vouched for by
/// an authority in between, for which the root vouches, both Amazon's by their names. Each trust store is a **copy**
/// with the root added, so that a function pays for reading all of it, as on Lambda.
///
/// @param tls shows the certificate
/// @param trustStore the JDK's
/// @param bundle the system's, where there is one; else the root alone
record LocalAuthority(SSLContext tls, Path trustStore, Path bundle) {
    static final String HOST = "localhost";

    /// Where OpenSSL's and s2n's kind looks for trust on this system.
    static final Path OF_THE_SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

    /// @param folder where all of it is put
    static LocalAuthority in(Path folder) throws GeneralSecurityException, IOException, InterruptedException {
        var own = folder.resolve("server.p12");
        Files.deleteIfExists(own);
        var names = "san=dns:" + HOST;
        pair(own, "root", "-ext", "bc:c");
        pair(own, "between", "-signer", "root", "-ext", "bc:c");
        pair(own, "server", "-signer", "between", "-ext", names);
        // Or the server might show one of these.
        Keytool.run(own, "-delete", "-alias", "root");
        Keytool.run(own, "-delete", "-alias", "between");
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(own)) {
            keys.load(in, Keytool.PASSWORD.toCharArray());
        }
        var root = keys.getCertificateChain("server")[2];
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, Keytool.PASSWORD.toCharArray());
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return new LocalAuthority(
                tls, trustStore(root, folder.resolve("cacerts")), bundle(root, folder.resolve("bundle.crt")));
    }

    private static Path trustStore(Certificate root, Path to) throws GeneralSecurityException, IOException {
        // Certificates in the clear, as the JDK has them, so that reading them costs what it costs there.
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        var trusted = KeyStore.getInstance(
                Path.of(System.getProperty("java.home"), "lib", "security", "cacerts")
                        .toFile(),
                (char[]) null);
        trusted.setCertificateEntry("start", root);
        try (OutputStream out = Files.newOutputStream(to)) {
            trusted.store(out, Keytool.PASSWORD.toCharArray());
        }
        return to;
    }

    private static Path bundle(Certificate root, Path to) throws GeneralSecurityException, IOException {
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(root.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        var system = Files.exists(OF_THE_SYSTEM) ? Files.readString(OF_THE_SYSTEM) : "";
        return Files.writeString(to, system + pem);
    }

    private static void pair(Path store, String name, String... more) throws IOException, InterruptedException {
        var what = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name + ", O=Amazon"));
        what.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-sigalg", "SHA256withRSA", "-validity", "30"));
        what.addAll(List.of(more));
        Keytool.run(store, what.toArray(String[]::new));
    }
}
