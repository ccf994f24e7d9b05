package io.github.passmatch.rules.users;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers which passwords were correct, for a limited time and number. Holds no password, only keyed hashes (HMAC-SHA-256) whose key exists only in this object. Safe for concurrent use.
 */
final class VerifiedPasswords {

    static final long LIFETIME_NANOS = TimeUnit.MINUTES.toNanos(5);
    static final int MOST = 1024;
    private static final String ALGORITHM = "HmacSHA256";

    /** The keyed hash of a user and a password. */
    record Key(ByteBuffer hash) { }

    private final LongSupplier nanos;
    private final SecretKeySpec secret;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Long> added = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > MOST;
        }
    };

    VerifiedPasswords(LongSupplier nanos) {
        this.nanos = nanos;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        this.secret = new SecretKeySpec(key, ALGORITHM);
    }

    Key key(String user, String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(user.length()).array());       // so that the end of the user is clear
            mac.update(user.getBytes(ISO_8859_1));
            return new Key(ByteBuffer.wrap(mac.doFinal(password.getBytes(ISO_8859_1))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    boolean contains(Key key) {
        lock.lock();
        try {
            Long since = added.get(key);
            if (since != null && nanos.getAsLong() - since < LIFETIME_NANOS) return true;
            if (since != null) added.remove(key);
            return false;
        } finally {
            lock.unlock();
        }
    }

    void add(Key key) {
        lock.lock();
        try {
            added.remove(key);
            added.put(key, nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return added.size();
        } finally {
            lock.unlock();
        }
    }
}
