package enifailover.aws.client;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts whom the JDK's trust store does, and looks among Amazon's own authorities first, who vouch for the end points
/// of AWS (AWS documentation, "Amazon Trust Services"): at every handshake the JDK reads the key identifier of each
/// authority that it trusts, of which there are some hundred and fifty. Where none of Amazon's vouches, as behind a
/// proxy that looks inside, all are asked.
final class AmazonCaFirstTrust extends X509ExtendedTrustManager {
    private static final Pattern OF_AMAZON = Pattern.compile("(?:^|,)O=Amazon(?:,|$)");

    private final X509ExtendedTrustManager amazon;
    private final X509ExtendedTrustManager all;

    /// @param amazon asked first; trusts nobody whom `all` does not
    /// @param all asked where `amazon` does not trust, and has the last word
    AmazonCaFirstTrust(X509ExtendedTrustManager amazon, X509ExtendedTrustManager all) {
        this.amazon = amazon;
        this.all = all;
    }

    /// Those of some authorities that are Amazon's own.
    static List<X509Certificate> ofAmazon(X509Certificate... authorities) {
        return Arrays.stream(authorities)
                .filter(one -> OF_AMAZON
                        .matcher(one.getSubjectX500Principal().getName())
                        .find())
                .toList();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            amazon.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException notByAmazon) {
            all.checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            amazon.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException notByAmazon) {
            all.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            amazon.checkServerTrusted(chain, authType);
        } catch (CertificateException notByAmazon) {
            all.checkServerTrusted(chain, authType);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        all.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        all.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        all.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return all.getAcceptedIssuers();
    }
}
