package enifailover.aws;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom the function trusts: the JDK's own trust store, read once for all HTTP clients.
final class Trust {
    private final TrustManager[] managers;

    private Trust(TrustManager[] managers) {
        this.managers = managers;
    }

    /// @throws IllegalStateException when this JVM has no trust store: nobody could be asked anything
    static Trust ofTheJdk() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return new Trust(factory.getTrustManagers());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the JDK's trust store cannot be read", broken);
        }
    }

    TrustManager[] managers() {
        return managers.clone();
    }

    /// The JDK puts its trust anchors in order at the first check of a certificate; here that is one of its own, which
    /// is no server's.
    void prepare() {
        for (TrustManager manager : managers) {
            if (manager instanceof X509TrustManager of && of.getAcceptedIssuers().length > 0) {
                try {
                    of.checkServerTrusted(new X509Certificate[] {of.getAcceptedIssuers()[0]}, "UNKNOWN");
                } catch (CertificateException noServer) {
                    // As is expected; the anchors are in order by then.
                }
            }
        }
    }
}
