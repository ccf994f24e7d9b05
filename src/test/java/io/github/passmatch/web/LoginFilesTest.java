package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** Files of users and groups change while requests come: nobody is judged by a part of a file, a new password counts, and an old one does not. */
@Timeout(120)
class LoginFilesTest {

    private static final int CHANGES = 60;
    private static final int CLIENTS = 3;

    /** How people write such a file. */
    private enum Way {
        RENAMED {
            @Override
            void write(Path file, String text, Runnable look) throws IOException {
                Path other = Files.writeString(file.resolveSibling("new"), text);
                look.run();
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        IN_PLACE {
            @Override
            void write(Path file, String text, Runnable look) throws IOException {
                Files.writeString(file, "");
                for (int at = 0, end; at < text.length(); at = end) {
                    end = Math.min(text.length(), at + 1 + text.length() / 3);
                    Files.writeString(file, text.substring(at, end), StandardOpenOption.APPEND);
                    for (int i = 0; i < 2; i++) look.run();
                }
            }
        };

        /** @param look called while the file is not whole, or the old one is still there */
        abstract void write(Path file, String text, Runnable look) throws IOException;
    }

    @TempDir
    private Path directory;
    private Path users;
    private Path groups;

    @BeforeEach
    void nameFiles() {
        users = directory.resolve("users");
        groups = directory.resolve("groups");
    }

    /** Stands at the end of each file, so that a part of a file does not have it. */
    private static String users(String hash) throws Exception {
        return "changing:" + hash + "\nother:" + sha("x") + "\nsteady:" + sha("steady") + "\n";
    }

    private static String groups(int number) {
        return "# " + "-".repeat(number % 7) + "\nothers: " + (number % 2 == 0 ? "changing" : "nobody") + "\nstaff: steady changing\n";
    }

    private static String sha(String password) throws Exception {
        return "{SHA}" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(password.getBytes(ISO_8859_1)));
    }

    private static String bcrypt(String password) {
        return BCrypt.hashpw(password, BCrypt.gensalt(4));
    }

    private String configuration(RawUpstream upstream) {
        return String.join("\n", "ProxyPass / http://" + upstream.authority() + "/", "<Location />", "AuthType Basic", "AuthName x", "AuthUserFile " + users, "AuthGroupFile " + groups, "Require group staff",
                "</Location>", "<Location /others>", "Require group others", "</Location>", "");
    }

    private static RawUpstream keeping() throws IOException {
        return new RawUpstream(peer -> {
            while (peer.readHead() != null) peer.send(RawUpstream.OK);
        });
    }

    private static String request(String path, String user, String password) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(ISO_8859_1)) + "\r\n\r\n";
    }

    private static int status(ProxyUnderTest proxy, String path, String user, String password) throws IOException {
        return RawClient.ask(proxy.port(), request(path, user, password)).status();
    }

    /** Requests whose answer is the same for all contents of the files. */
    private static void askUntil(AtomicBoolean done, int port, AtomicInteger answered, ConcurrentLinkedQueue<String> wrong) {
        try (RawClient client = new RawClient(port)) {
            while (!done.get()) {
                RawClient.Answer good = client.send(request("/a", "steady", "steady")).read();
                RawClient.Answer bad = client.send(request("/a", "steady", "x")).read();
                if (good.status() == 200 && bad.status() == 401) answered.incrementAndGet();
                else wrong.add(good + " " + bad);
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(e.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void noRequestIsJudgedByAPartOfAFileAndAnOldPasswordEndsWithItsFile(Way way) throws Exception {
        Files.writeString(users, users(bcrypt("password 0")));
        Files.writeString(groups, groups(0));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (RawUpstream upstream = keeping()) {
            Path file = Files.writeString(directory.resolve("proxy.conf"), configuration(upstream));
            ConfigOrigin origin = ConfigOrigin.file(file);
            ProxyFilter filter = new ProxyFilter(origin.read(), origin, Duration.ofDays(1));     // looks at the files when the test says so
            try (ProxyUnderTest proxy = ProxyUnderTest.of(filter)) {
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) clients.add(new Thread(() -> askUntil(done, proxy.port(), answered, wrong)));
                clients.forEach(Thread::start);
                for (int i = 1; i <= CHANGES && wrong.isEmpty(); i++) {
                    String before = "password " + (i - 1);
                    assertEquals(200, status(proxy, "/a", "changing", before), "remembered from now on");
                    way.write(users, users(i % 2 == 0 ? bcrypt("password " + i) : sha("password " + i)), filter::checkFiles);
                    way.write(groups, groups(i), filter::checkFiles);
                    for (int look = 0; look < 4; look++) filter.checkFiles();
                    assertEquals(401, status(proxy, "/a", "changing", before), "the old password");
                    assertEquals(200, status(proxy, "/a", "changing", "password " + i), "the new password");
                    assertEquals(i % 2 == 0 ? 200 : 401, status(proxy, "/others", "changing", "password " + i), "the new group");
                }
                done.set(true);
                for (Thread client : clients) client.join();
                assertEquals(List.of(), List.copyOf(wrong));
                assertTrue(answered.get() > CHANGES, () -> "only " + answered + " requests were answered meanwhile");
                proxy.awaitNothingLeased();
            }
        }
    }

    /** Nobody calls the check here: this is the time that an operator waits. */
    @Test
    void aChangeIsTakenOverByItselfAlsoForDirectivesThatAreInNoFile() throws Exception {
        Files.writeString(users, users(sha("old")));
        Files.writeString(groups, groups(0));
        try (RawUpstream upstream = keeping()) {
            String lines = configuration(upstream);
            ConfigOrigin origin = ConfigOrigin.text(() -> new ConfigSource("web.xml", lines));
            try (ProxyUnderTest proxy = ProxyUnderTest.of(new ProxyFilter(origin.read(), origin))) {
                assertEquals(200, status(proxy, "/a", "changing", "old"));
                Way.RENAMED.write(users, users(sha("new")), () -> { });
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (status(proxy, "/a", "changing", "old") != 401) {
                    assertTrue(System.nanoTime() < end, "the old password never ends");
                    LockSupport.parkNanos(20_000_000);
                }
                assertEquals(200, status(proxy, "/a", "changing", "new"));
            }
        }
    }

    /** A file that is gone or empty admits nobody new, and the previous one stays in force while it is missing. */
    @Test
    void aMissingFileChangesNothing() throws Exception {
        Files.writeString(users, users(sha("old")));
        Files.writeString(groups, groups(0));
        try (RawUpstream upstream = keeping()) {
            Path file = Files.writeString(directory.resolve("proxy.conf"), configuration(upstream));
            ConfigOrigin origin = ConfigOrigin.file(file);
            ProxyFilter filter = new ProxyFilter(origin.read(), origin, Duration.ofDays(1));
            try (ProxyUnderTest proxy = ProxyUnderTest.of(filter)) {
                Files.delete(users);
                for (int look = 0; look < 9; look++) filter.checkFiles();
                assertEquals(200, status(proxy, "/a", "changing", "old"));
                Files.writeString(users, "");
                for (int look = 0; look < 9; look++) filter.checkFiles();
                assertEquals(401, status(proxy, "/a", "changing", "old"));
                Files.writeString(users, users(sha("new")));
                for (int look = 0; look < 9; look++) filter.checkFiles();
                assertEquals("401 200", status(proxy, "/a", "changing", "old") + " " + status(proxy, "/a", "changing", "new"));
            }
        }
    }
}
