package io.github.passmatch.rules.balance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes the route of {@code route=auto}, which is the same in all replicas of the proxy. */
public final class AutoRoute {

    private static final int BYTES = 5;

    private AutoRoute() { }

    /**
     * Returns ten hexadecimal digits.
     *
     * @param address the address if the member stands for one of several addresses, else empty
     */
    public static String of(String url, String address) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((url + " " + address).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
