package io.github.passmatch.rules.tls;

/** Translates the names of cipher suites from JSSE to OpenSSL. */
public final class CipherNames {

    private CipherNames() { }

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA} becomes {@code ECDHE-RSA-AES128-SHA}; for {@code TLS_RSA_WITH_…} the name begins with the cipher. Suites of TLS 1.3 have the same name. */
    public static String openSsl(String suite) {
        int with = suite.indexOf("_WITH_");
        if (with < 0) return suite;
        String exchange = suite.substring(suite.indexOf('_') + 1, with).replace('_', '-');
        String cipher = suite.substring(with + 6).replace("AES_", "AES").replace("_CBC", "").replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305").replace('_', '-');
        return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    }

    /** The length of the key of the cipher. */
    static int bits(String suite) {
        return suite.contains("AES_128") ? 128 : suite.contains("3DES") ? 168 : 256;
    }
}
