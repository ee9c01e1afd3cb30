package enifailover.aws;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Loads what the first TLS connection needs, without one.
public final class Tls {
    private Tls() {}

    /// The JDK's default context with its trust store read, the first message of a handshake written into memory, and
    /// one of the trusted certificates checked. The message's random numbers and keys are thrown away with it.
    ///
    /// @throws GeneralSecurityException when this JVM has no TLS, or no trust store
    /// @throws SSLException when no handshake can begin
    public static void prepare() throws GeneralSecurityException, SSLException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("ec2.invalid", 443);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        engine.wrap(
                ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
        checkOne();
    }

    /// The path validator and the signature classes are loaded by a certificate that the trust store vouches for.
    private static void checkOne() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        for (var manager : trust.getTrustManagers()) {
            if (manager instanceof X509TrustManager of) {
                for (X509Certificate root : of.getAcceptedIssuers()) {
                    if (root.getPublicKey().getAlgorithm().equals("RSA")) {
                        root.verify(root.getPublicKey());
                        return;
                    }
                }
            }
        }
    }
}
