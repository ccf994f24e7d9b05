package io.github.passmatch.rules.users;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The contents of one {@code AuthUserFile}: the hashes of the passwords of its users. Safe for concurrent use. Passwords that were found to be correct are remembered for some minutes, because
 * a good hash is slow on purpose; a changed file is another object, which remembers nothing.
 */
public final class PasswordFile {

    private final String name;
    private final Map<String, PasswordHash> hashes;
    private final Set<String> locked;           // users whose hash has no known form
    private final PasswordHash slowest;         // null if there is no user
    private final VerifiedPasswords verified;

    private PasswordFile(String name, Map<String, PasswordHash> hashes, Set<String> locked, LongSupplier nanos) {
        this.name = Objects.requireNonNull(name, "name");
        this.hashes = Map.copyOf(hashes);
        this.locked = Set.copyOf(locked);
        this.slowest = hashes.values().stream().max(Comparator.comparingLong(PasswordHash::work)).orElse(null);
        this.verified = new VerifiedPasswords(nanos);
    }

    /** Collects the lines of a file. */
    public static final class Builder {

        private final String name;
        private final Map<String, PasswordHash> hashes = new HashMap<>();
        private final Set<String> locked = new HashSet<>();

        /** @param name of the file, for messages */
        public Builder(String name) {
            this.name = name;
        }

        /** The result of a line. */
        public enum Added {
            USER,
            /** The hash has a form of which only eight characters of the password count. */
            WEAK,
            /** An earlier line has the same user, and counts. */
            REPEATED,
            /** The hash has no known form. */
            UNKNOWN_FORM
        }

        /**
         * Adds one line.
         *
         * @param user a byte string
         * @param hash the second column
         */
        public Added add(String user, String hash) {
            PasswordHash read = PasswordHash.read(hash).orElse(null);
            if (hashes.containsKey(user) || locked.contains(user)) return Added.REPEATED;
            if (read == null) {
                locked.add(user);
                return Added.UNKNOWN_FORM;
            }
            hashes.put(user, read);
            return read.kind() == PasswordHash.Kind.DES ? Added.WEAK : Added.USER;
        }

        public boolean isEmpty() {
            return hashes.isEmpty();
        }

        public PasswordFile build() {
            return build(System::nanoTime);
        }

        PasswordFile build(LongSupplier nanos) {
            return new PasswordFile(name, hashes, locked, nanos);
        }
    }

    /** Whether a line has the user, also one with a hash of no known form. */
    boolean has(String user) {
        return hashes.containsKey(user) || locked.contains(user);
    }

    /**
     * Whether the password is that of the user. May take some 100 ms, depending on the hash. Wrong passwords and unknown users take the same time.
     *
     * @param user     a byte string
     * @param password a byte string
     */
    boolean accepts(String user, String password) {
        PasswordHash hash = hashes.get(user);
        boolean slow = hash != null && hash.kind() != PasswordHash.Kind.SHA1;
        VerifiedPasswords.Key key = slow ? verified.key(user, password) : null;
        if (slow && verified.contains(key)) return true;
        byte[] bytes = password.getBytes(ISO_8859_1);
        if (hash != null && hash.matches(bytes)) {
            if (slow) verified.add(key);
            return true;
        }
        if (slowest != null && (hash == null || hash.work() < slowest.work())) slowest.matches(bytes);
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
