package io.github.passmatch.config.text;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads the forms of private keys in PEM files. The JDK reads only PKCS#8, which wraps the two older forms. */
final class PrivateKeys {

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;
    private static final byte[] VERSION = {INTEGER, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    /** The algorithm of the key, and its signature algorithm. */
    private static final List<String[]> SIGNATURES = List.of(new String[] {"RSA", "SHA256withRSA"}, new String[] {"EC", "SHA256withECDSA"}, new String[] {"EdDSA", "EdDSA"});

    private PrivateKeys() { }

    static PrivateKey pkcs8(byte[] der) throws InvalidKeySpecException {
        GeneralSecurityException last = null;
        for (String[] algorithm : SIGNATURES) {
            try {
                return KeyFactory.getInstance(algorithm[0]).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new InvalidKeySpecException("this is not an RSA, EC or EdDSA key", last);
    }

    /** RFC 8017 §A.1.2: an RSA key. */
    static PrivateKey pkcs1(byte[] der) throws InvalidKeySpecException {
        return pkcs8(element(SEQUENCE, VERSION, RSA, element(OCTETS, der)));
    }

    /** RFC 5915: an EC key; element {@code [0]} of the key names the curve. */
    static PrivateKey sec1(byte[] der) throws InvalidKeySpecException {
        return pkcs8(element(SEQUENCE, VERSION, element(SEQUENCE, EC_OID, curve(der)), element(OCTETS, der)));
    }

    private static byte[] curve(byte[] der) throws InvalidKeySpecException {
        try {
            int at = content(der, 0);                           // the sequence
            at = content(der, at) + length(der, at);            // the version
            at = content(der, at) + length(der, at);            // the key
            if ((der[at] & 0xFF) == PARAMETERS) return Arrays.copyOfRange(der, content(der, at), content(der, at) + length(der, at));
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("the key ends too early", e);
        }
        throw new InvalidKeySpecException("the key does not name a curve");
    }

    /** The offset of the content of the element at {@code at}. */
    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) return first;
        int length = 0;
        for (int i = 0; i < first - 0x80; i++) length = length << 8 | der[at + 2 + i] & 0xFF;
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            boolean small = length <= 0xFF;         // DER allows the shortest form only
            out.write(small ? 0x81 : 0x82);
            if (!small) out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    /** Whether the public key verifies a signature of the private key. */
    static boolean belongTogether(PrivateKey key, PublicKey candidate) {
        if (!key.getAlgorithm().equals(candidate.getAlgorithm())) return false;
        try {
            String name = SIGNATURES.stream().filter(row -> row[0].equals(key.getAlgorithm())).findFirst().orElseThrow()[1];
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            signature.update(VERSION);
            byte[] signed = signature.sign();
            signature.initVerify(candidate);
            signature.update(VERSION);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
