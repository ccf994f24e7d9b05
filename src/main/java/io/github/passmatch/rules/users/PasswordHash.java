package io.github.passmatch.rules.users;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.apache.commons.codec.digest.UnixCrypt;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * The hash of a password in one of the forms that {@code htpasswd} writes. Immutable; never printed.
 */
final class PasswordHash {

    /** The forms of hashes. */
    enum Kind {
        BCRYPT("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./0-9A-Za-z]{53}"),
        APR1("\\$apr1\\$[./0-9A-Za-z]{1,8}\\$[./0-9A-Za-z]{22}"),
        /** crypt(3). */
        MD5("\\$1\\$[./0-9A-Za-z]{1,8}\\$[./0-9A-Za-z]{22}"),
        SHA256("\\$5\\$(?:rounds=(\\d{1,9})\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{43}"),
        SHA512("\\$6\\$(?:rounds=(\\d{1,9})\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{86}"),
        /** Without salt. */
        SHA1("\\{SHA\\}[+/0-9A-Za-z]{27}="),
        /** The oldest form of crypt(3): only the first eight characters of the password count. */
        DES("[./0-9A-Za-z]{13}");

        private final Pattern form;

        Kind(String form) {
            this.form = Pattern.compile(form);
        }
    }

    private static final int SHA_ROUNDS = 5000;
    private static final int MD5_ROUNDS = 1000;
    /** One round of bcrypt takes about as long as this number of rounds of SHA-512 crypt. */
    private static final long BCRYPT_ROUND = 25;

    private final Kind kind;
    private final String text;
    private final long work;

    private PasswordHash(Kind kind, String text, long work) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.text = Objects.requireNonNull(text, "text");
        this.work = work;
    }

    /** Reads the second column of a password file; empty if the form is not known. */
    static Optional<PasswordHash> read(String text) {
        for (Kind kind : Kind.values()) {
            Matcher form = kind.form.matcher(text);
            if (form.matches()) return Optional.of(new PasswordHash(kind, text, work(kind, form)));
        }
        return Optional.empty();
    }

    private static long work(Kind kind, Matcher form) {
        return switch (kind) {
            case BCRYPT -> BCRYPT_ROUND << Integer.parseInt(form.group(1));
            case SHA256, SHA512 -> form.group(1) == null ? SHA_ROUNDS : Long.parseLong(form.group(1));
            case APR1, MD5 -> MD5_ROUNDS;
            case SHA1, DES -> 1;
        };
    }

    Kind kind() {
        return kind;
    }

    /** The estimated cost of {@link #matches}; for comparisons. */
    long work() {
        return work;
    }

    /** Whether the hash is that of {@code password}; the comparison takes the same time wherever the first difference is. */
    boolean matches(byte[] password) {
        byte[] copy = password.clone();      // some of the methods overwrite their argument
        return switch (kind) {
            case BCRYPT -> BCrypt.checkpw(copy, text);
            case APR1 -> isText(Md5Crypt.apr1Crypt(copy, text));
            case MD5 -> isText(Md5Crypt.md5Crypt(copy, text));
            case SHA256 -> isText(Sha2Crypt.sha256Crypt(copy, text));
            case SHA512 -> isText(Sha2Crypt.sha512Crypt(copy, text));
            case SHA1 -> isText("{SHA}" + Base64.getEncoder().encodeToString(sha1(copy)));
            case DES -> isText(UnixCrypt.crypt(copy, text));
        };
    }

    private boolean isText(String computed) {
        return MessageDigest.isEqual(computed.getBytes(ISO_8859_1), text.getBytes(ISO_8859_1));
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
