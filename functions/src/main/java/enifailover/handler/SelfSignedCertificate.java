package enifailover.handler;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/// A certificate for `localhost` and the authority that vouches for it, made for one [LoopbackAws] and thrown away
/// with it: no key is in the package, none is in the snapshot. RSA of 2048 bits, as AWS's own end points have, so that
/// the same classes check it. The JDK reads X.509 and writes none, so this writes the DER (RFC 5280, appendix A).
record SelfSignedCertificate(X509Certificate certificate, X509Certificate authority, PrivateKey key) {
    static final String HOST = "localhost";

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int IDENTIFIER = 0x06;
    private static final int UTF8 = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int TRUE = 0x01;

    private static final byte[] COMMON_NAME = {0x55, 4, 3};
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 29, 19};
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = {0x55, 29, 17};
    /// 1.2.840.113549.1.1.11
    private static final byte[] SHA256_WITH_RSA = {42, (byte) 0x86, 72, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 11};

    static SelfSignedCertificate make() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] mayVouch = extension(BASIC_CONSTRAINTS, of(SEQUENCE, of(TRUE, new byte[] {(byte) 0xff})));
        byte[] host = extension(SUBJECT_ALTERNATIVE_NAME, of(SEQUENCE, of(0x82, ascii(HOST))));
        return new SelfSignedCertificate(
                signed(pair, 2, HOST, host), signed(pair, 1, "priming", mayVouch), pair.getPrivate());
    }

    /// Issued by `priming` and valid whatever the time is, so that no clock is asked.
    private static X509Certificate signed(KeyPair pair, int serial, String subject, byte[] extension)
            throws GeneralSecurityException {
        byte[] algorithm = of(SEQUENCE, of(IDENTIFIER, SHA256_WITH_RSA), of(0x05));
        byte[] toBeSigned = of(
                SEQUENCE,
                of(0xa0, of(INTEGER, new byte[] {2})),
                of(INTEGER, new byte[] {(byte) serial}),
                algorithm,
                name("priming"),
                of(SEQUENCE, of(UTC_TIME, ascii("200101000000Z")), of(UTC_TIME, ascii("491231235959Z"))),
                name(subject),
                pair.getPublic().getEncoded(),
                of(0xa3, of(SEQUENCE, extension)));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(toBeSigned);
        byte[] whole = of(SEQUENCE, toBeSigned, algorithm, of(BIT_STRING, new byte[1], signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] name(String common) {
        byte[] text = of(UTF8, common.getBytes(StandardCharsets.UTF_8));
        return of(SEQUENCE, of(SET, of(SEQUENCE, of(IDENTIFIER, COMMON_NAME), text)));
    }

    private static byte[] extension(byte[] identifier, byte[] value) {
        return of(SEQUENCE, of(IDENTIFIER, identifier), of(OCTET_STRING, value));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// One value: its tag, its length in one to three bytes, its parts.
    private static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length > 0xff) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7f) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
