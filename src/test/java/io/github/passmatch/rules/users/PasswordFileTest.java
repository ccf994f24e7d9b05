package io.github.passmatch.rules.users;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.users.PasswordFile.Builder.Added;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordFileTest {

    private static final String BCRYPT = "$2y$05$vWxLpFC.P7vAXQE7njLuH.xEaV6voO9r.YxQwvxb4hS4MPXcQWVaS";
    private static final String SHA512 = "$6$dquJQFl5okAwCeot$p7Y/ge/7cS6ah7Quhvxcl8qF/pj1cHfNDvKRrfgHaEJBIkHP1WuBlwtl3suFwVGYQGi.mKRRwqYC6HRlLq3FK.";

    private static PasswordFile file(AtomicLong nanos, String... usersAndHashes) {
        PasswordFile.Builder builder = new PasswordFile.Builder("users");
        for (int i = 0; i < usersAndHashes.length; i += 2) builder.add(usersAndHashes[i], usersAndHashes[i + 1]);
        return builder.build(nanos::get);
    }

    /** The hashes were written by htpasswd and openssl. */
    @ParameterizedTest
    @CsvSource({"$2y$05$vWxLpFC.P7vAXQE7njLuH.xEaV6voO9r.YxQwvxb4hS4MPXcQWVaS, wonder-land", "$apr1$yICb.AnG$8/iqP/ylGYSIH5r3sVIoe0, builder 1", "{SHA}k19V7GeP4wxo11Tz9pu1GgAAaiw=, c:o:l",
        "$5$gPVuWHyu71MuudV5$qTQjr7emb.z.JPOMIMew216TZ6BNpqDTHG0CQGe10u1, sha256", SHA512 + ", sha512", "42aXtf3483jSE, desdesde", "$1$abcdefgh$CLglA/4RVzp9Tqs7DodPc0, md5crypt",
        "$2y$04$xhvPE1CLW6KjIMvRVdAR0uteyH3HwjLeEnAQfno.9elqB786M1Kmm, grün", "{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk=, ''"})
    void aPasswordIsAcceptedAndASimilarOneIsNot(String hash, String password) {
        String bytes = new String(password.getBytes(UTF_8), ISO_8859_1);
        PasswordFile file = file(new AtomicLong(), "user", hash);
        for (int i = 0; i < 2; i++) {
            assertTrue(file.accepts("user", bytes));
            assertFalse(file.accepts("user", "x" + bytes));
            assertFalse(file.accepts("user", bytes.isEmpty() ? " " : bytes.substring(1)));
            assertFalse(file.accepts("User", bytes));
            assertFalse(file.accepts("use", "r" + bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "$2y$05$short", "$2y$99$vWxLpFC.P7vAXQE7njLuH.xEaV6voO9r.YxQwvxb4hS4MPXcQWVaS", "$2y$03$vWxLpFC.P7vAXQE7njLuH.xEaV6voO9r.YxQwvxb4hS4MPXcQWVaS", "$y$j9T$abc$def", "{SSHA}abc", "$apr1$",
        "$5$rounds=x$abc$def", "{SHA}k19V7GeP4wxo11Tz9pu1GgAAaiw", "*", "!42aXtf3483jSE", "$6$!$p7Y/ge/7cS6ah7Quhvxcl8qF/pj1cHfNDvKRrfgHaEJBIkHP1WuBlwtl3suFwVGYQGi.mKRRwqYC6HRlLq3FK."})
    void aHashOfAnotherFormIsReported(String hash) {
        assertEquals(Added.UNKNOWN_FORM, new PasswordFile.Builder("users").add("user", hash));
    }

    @Test
    void theFirstLineOfAUserCounts() {
        PasswordFile.Builder builder = new PasswordFile.Builder("users");
        assertEquals(Added.USER, builder.add("alice", BCRYPT));
        assertEquals(Added.REPEATED, builder.add("alice", SHA512));
        assertEquals(Added.WEAK, builder.add("frank", "42aXtf3483jSE"));
        assertTrue(builder.build().accepts("alice", "wonder-land"));
        assertFalse(builder.build().accepts("alice", "sha512"));
    }

    /** Without the dummy check, a client could find out which users exist. The work is compared by the CPU time of this thread, because other load does not count there. */
    @Test
    void anUnknownUserTakesAsLongAsAWrongPassword() {
        PasswordFile file = file(new AtomicLong(), "slow", "$2y$10$vWxLpFC.P7vAXQE7njLuH.xEaV6voO9r.YxQwvxb4hS4MPXcQWVaS", "fast", "{SHA}k19V7GeP4wxo11Tz9pu1GgAAaiw=");
        long wrong = time(file, "slow");
        assertTrue(time(file, "nobody") > wrong / 3, "unknown user");
        assertTrue(time(file, "fast") > wrong / 3, "a user with another form of hash");
    }

    /** The fastest of some attempts. */
    private static long time(PasswordFile file, String user) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            assertFalse(file.accepts(user, "wrong"));
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    @Test
    void aCorrectPasswordIsRememberedForALimitedTimeAndAWrongOneIsNot() {
        AtomicLong now = new AtomicLong();
        VerifiedPasswords verified = new VerifiedPasswords(now::get);
        assertFalse(verified.contains(verified.key("alice", "wonder-land")));
        verified.add(verified.key("alice", "wonder-land"));
        assertTrue(verified.contains(verified.key("alice", "wonder-land")));
        assertFalse(verified.contains(verified.key("alicew", "onder-land")), "the border between user and password counts");
        assertFalse(new VerifiedPasswords(now::get).contains(verified.key("alice", "wonder-land")), "each object has its own key");
        now.addAndGet(VerifiedPasswords.LIFETIME_NANOS);
        assertFalse(verified.contains(verified.key("alice", "wonder-land")));
        assertEquals(0, verified.size());
    }

    @Test
    void onlyALimitedNumberIsRemembered() {
        VerifiedPasswords verified = new VerifiedPasswords(() -> 0);
        for (int i = 0; i < VerifiedPasswords.MOST + 10; i++) verified.add(verified.key("user" + i, "password"));
        assertEquals(VerifiedPasswords.MOST, verified.size());
        assertFalse(verified.contains(verified.key("user0", "password")), "the oldest is forgotten");
    }

    @Test
    void nothingIsPrinted() {
        PasswordFile file = file(new AtomicLong(), "alice", BCRYPT);
        assertEquals("users", file.toString());
        assertEquals("BCRYPT", PasswordHash.read(BCRYPT).orElseThrow().toString());
        assertEquals("credentials", new BasicCredentials("alice", "wonder-land").toString());
    }
}
