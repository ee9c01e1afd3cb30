package enifailover.aws.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a client trusts. The functions: the JDK's own trust store, read once for all HTTP clients, Amazon's authorities
/// first. Who is primed on loopback: an authority made for it.
public final class TlsTrust {
    private final X509ExtendedTrustManager manager;

    private TlsTrust(X509ExtendedTrustManager manager) {
        this.manager = manager;
    }

    /// @throws IllegalStateException when this JVM has no trust store: nobody could be asked anything
    static TlsTrust ofTheJdk() {
        try {
            X509ExtendedTrustManager all = manager(null);
            List<X509Certificate> amazon = AmazonCaFirstTrust.ofAmazon(all.getAcceptedIssuers());
            return amazon.isEmpty() ? new TlsTrust(all) : new TlsTrust(new AmazonCaFirstTrust(of(amazon).manager, all));
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("the JDK's trust store cannot be read", broken);
        }
    }

    /// Trusts these alone.
    ///
    /// @param authorities at least one
    /// @throws GeneralSecurityException when this JVM has no trust managers for X.509
    /// @throws IOException never, but a trust store could also be read
    public static TlsTrust of(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate one : authorities) {
            store.setCertificateEntry(Integer.toString(store.size()), one);
        }
        return new TlsTrust(manager(store));
    }

    /// @param store whom to trust; null for the JDK's
    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new KeyStoreException("no trust manager for X.509"));
    }

    /// As the SDK's HTTP clients take it.
    public TrustManager[] managers() {
        return new TrustManager[] {manager};
    }

    /// The JDK puts its trust anchors in order at the first check of a certificate; here that is one of its own, which
    /// is no server's.
    void prepare() {
        X509Certificate[] authorities = manager.getAcceptedIssuers();
        if (authorities.length > 0) {
            try {
                manager.checkServerTrusted(new X509Certificate[] {authorities[0]}, "UNKNOWN");
            } catch (CertificateException noServer) {
                // As is expected; the anchors are in order by then.
            }
        }
    }
}
