package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration follows another while requests come: what the client gets, and on which connections the upstream sees it. */
@Timeout(120)
class ReloadTest {

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("proxy.conf");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines));
    }

    /** Keeps connections, and does not remember requests: there are many. */
    private static RawUpstream keeping() throws IOException {
        return new RawUpstream(peer -> {
            while (peer.readHead() != null) peer.send(RawUpstream.OK);
        });
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("passmatch-") && !name.equals("passmatch-worker")).distinct().sorted().toList();
    }

    @Test
    void aThousandReloadsDuringTrafficLoseNoRequestAndLeakNoConnection() throws Exception {
        int clients = 4;
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (RawUpstream same = keeping(); RawUpstream changing = keeping()) {
            String unchanged = "ProxyPass /same http://" + same.authority();
            write(unchanged, "ProxyPass /changing http://" + changing.authority());
            ProxyFilter filter = watchedByHand();
            try (ProxyUnderTest proxy = ProxyUnderTest.of(filter)) {
                proxy.get("/same/first");        // starts the selector thread
                List<String> threadsBefore = threads();
                List<Thread> traffic = new ArrayList<>();
                for (int i = 0; i < clients; i++) traffic.add(new Thread(() -> askUntil(done, proxy.port(), answered, wrong)));
                traffic.forEach(Thread::start);
                for (int i = 1; i <= 1_000 || answered.get() <= 1_000 && wrong.isEmpty(); i++) {
                    // Numbers and lines of the unchanged rule move; the other one gets a pool of its own each time.
                    String[] pieces = {"", "#".repeat(i % 3) + "\n".repeat(i % 5) + (i % 2 == 0 ? "ProxyPass /none !" : "") + "\nProxyPass /changing http://" + changing.authority(),
                            " timeout=" + i + "\n", unchanged.substring(0, 1 + i % 9), unchanged.substring(1 + i % 9)};
                    Files.writeString(file, "");
                    for (String piece : pieces) {
                        Files.writeString(file, piece, StandardOpenOption.APPEND);
                        for (int look = 0; look < 2; look++) filter.checkFiles();
                    }
                    assertTrue(proxy.reload());
                }
                done.set(true);
                for (Thread client : traffic) client.join();
                assertEquals(List.of(), List.copyOf(wrong));
                assertTrue(answered.get() > 1_000, () -> "only " + answered + " requests were answered meanwhile");
                assertTrue(same.connections() <= clients, () -> same.connections() + " connections for the rule that did not change");
                assertTrue(changing.connections() > clients, () -> "only " + changing.connections() + " connections for the rule that changed");
                for (int open = changing.connections(); open > clients; open--) assertTrue(changing.awaitClosedConnection(), "a connection of an earlier configuration is still open");
                proxy.awaitNothingLeased();
                assertEquals(threadsBefore, threads());
            }
        }
    }

    /** A filter whose files are looked at when the test says so. */
    private ProxyFilter watchedByHand() throws Exception {
        ConfigOrigin origin = ConfigOrigin.file(file);
        return new ProxyFilter(origin.read(), origin, Duration.ofDays(1));
    }

    /** One step of somebody who changes files. */
    private interface Step {
        void take(Path directory) throws IOException;
    }

    private static Step put(String name, String text) {
        return directory -> Files.writeString(directory.resolve(name), text);
    }

    private static Step append(String name, String text) {
        return directory -> Files.writeString(directory.resolve(name), text, StandardOpenOption.APPEND);
    }

    private static Step move(String from, String to) {
        return directory -> Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Step link(String name, String target) {
        return directory -> Files.createSymbolicLink(directory.resolve(name), Path.of(target));
    }

    private static Step directory(String name) {
        return directory -> Files.createDirectory(directory.resolve(name));
    }

    static Stream<Arguments> waysToWrite() {
        List<String> pieces = List.of("# a comment\nProxyPass /fir", "st http://{u}/\n", "ProxyPass /second http", "://{u}/x\n");
        List<Step> inPlace = new ArrayList<>(List.of(put("proxy.conf", "")));
        List<Step> included = new ArrayList<>(List.of(put("part.conf", "")));
        List<Step> newInDirectory = new ArrayList<>(List.of(directory -> Files.delete(directory.resolve("parts/a.conf")), put("parts/b.conf", "")));
        List<Step> editor = new ArrayList<>(List.of(move("proxy.conf", "proxy.conf~"), put("proxy.conf", "")));
        List<Step> nowIncluding = new ArrayList<>(List.of(put("part.conf", "ProxyPass /fi"), put("proxy.conf", "Include part.conf\n"), put("part.conf", "")));
        for (String piece : pieces) {
            inPlace.add(append("proxy.conf", piece));
            included.add(append("part.conf", piece));
            newInDirectory.add(append("parts/b.conf", piece));
            editor.add(append("proxy.conf", piece));
            nowIncluding.add(append("part.conf", piece));
        }
        String whole = String.join("", pieces);
        String old = "ProxyPass /old http://{u}/\n";
        return Stream.of(
                Arguments.of("truncated and written in pieces", List.of(put("proxy.conf", old)), inPlace),
                Arguments.of("an included file", List.of(put("part.conf", old), put("proxy.conf", "Include part.conf\n")), included),
                Arguments.of("a file that only the new text includes", List.of(put("proxy.conf", old)), nowIncluding),
                Arguments.of("another file of a directory", List.of(directory("parts"), put("parts/a.conf", old), put("proxy.conf", "IncludeOptional parts/*.conf\n")), newInDirectory),
                Arguments.of("an editor renames the old file first", List.of(put("proxy.conf", old)), editor),
                Arguments.of("written elsewhere and renamed", List.of(put("proxy.conf", old)), List.of(put("new", whole), move("new", "proxy.conf"))),
                Arguments.of("links are swapped as Kubernetes does",
                        List.of(directory("1"), put("1/c", old), link("data", "1"), link("proxy.conf", "data/c")),
                        List.of(directory("2"), put("2/c", whole), link("tmp", "2"), move("tmp", "data"))),
                Arguments.of("the last line has no end", List.of(put("proxy.conf", old)), List.of(put("proxy.conf", whole.stripTrailing()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToWrite")
    void onlyWhatHasBeenLeftAloneForTwoLooksIsTakenOver(String how, List<Step> before, List<Step> changes) throws Exception {
        try (RawUpstream upstream = keeping()) {
            for (Step step : before) step(step, upstream);
            ProxyFilter filter = watchedByHand();
            try (ProxyUnderTest proxy = ProxyUnderTest.of(filter)) {
                for (Step change : changes) {
                    step(change, upstream);
                    for (int look = 1; look <= 2; look++) {
                        filter.checkFiles();
                        assertEquals("200 404 404", statuses(proxy));
                    }
                }
                int looks = 0;
                while (statuses(proxy).equals("200 404 404")) {
                    filter.checkFiles();
                    assertTrue(++looks < 9, "it is never taken over");
                }
                assertEquals("404 200 200", statuses(proxy));
            }
        }
    }

    /** Takes a step, and fills the upstream's authority into what it has written. */
    private void step(Step step, RawUpstream upstream) throws IOException {
        step.take(directory);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
                String text = Files.readString(path);
                if (text.contains("{u}")) Files.writeString(path, text.replace("{u}", upstream.authority()));
            }
        }
    }

    private static String statuses(ProxyUnderTest proxy) throws Exception {
        return proxy.get("/old").status() + " " + proxy.get("/first").status() + " " + proxy.get("/second").status();
    }

    @Test
    void aFileThatHasLostAllItsRulesIsTakenOverOnDemandOnly() throws Exception {
        try (RawUpstream upstream = keeping(); LogLines log = new LogLines("passmatch")) {
            String old = "ProxyPass /old http://" + upstream.authority() + "/\n";
            write(old);
            ProxyFilter filter = watchedByHand();
            try (ProxyUnderTest proxy = ProxyUnderTest.of(filter)) {
                write("# nothing\n");
                for (int look = 0; look < 20; look++) filter.checkFiles();
                assertEquals("200 404 404", statuses(proxy));
                assertEquals(1, log.lines().stream().filter(line -> line.contains("it has no rule any more")).count());
                write(old, "ProxyPass /first http://" + upstream.authority() + "/\n");
                for (int look = 0; look < 3; look++) filter.checkFiles();
                assertEquals("200 200 404", statuses(proxy));
                write("# nothing\n");
                assertTrue(proxy.reload());
                assertEquals("404 404 404", statuses(proxy));
            }
        }
    }

    private static void askUntil(AtomicBoolean done, int port, AtomicInteger answered, ConcurrentLinkedQueue<String> wrong) {
        try (RawClient client = new RawClient(port)) {
            while (!done.get()) {
                for (String path : List.of("/same/a", "/changing/a")) {
                    RawClient.Answer answer = client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").read();
                    if (answer != null && answer.status() == 200 && answer.body().equals("ok")) answered.incrementAndGet();
                    else wrong.add(path + ": " + answer);
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    @ParameterizedTest(name = "{0} then {1}: {2} connections")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPass /a http://{u}/x                      | # moved;;ProxyPass /a http://{u}/x                          | 1
            ProxyPass /a http://{u}/x                      | ProxyPass /b !;ProxyPass /a http://{u}/x                    | 1
            ProxyPass /a http://{u}/x                      | ProxyPass /a http://{u}/x max=2147483647                    | 1
            ProxyTimeout 7;ProxyPass /a http://{u}/x       | ProxyPass /a http://{u}/x timeout=7 acquire=7s connectiontimeout=7 | 1
            ProxyPass /a http://{u}/x enablereuse=on       | ProxyPass /a http://{u}/x ttl=60 enablereuse=on             | 2
            ProxyPass /a http://{u}/x                      | ProxyPass /a http://{u}/x timeout=5                         | 2
            ProxyPass /a http://{u}/x                      | ProxyPass /a http://{u}/y                                   | 2
            ProxyPass /a http://{u}/x                      | ProxyBlock example;ProxyPass /a http://{u}/x                | 2
            ProxyRemote http://other/ http://127.0.0.1:1;ProxyPass /a http://{u}/x      | # the same;ProxyRemote http://other/ http://127.0.0.1:1;ProxyPass /a http://{u}/x      | 1
            ProxyRemoteMatch ^ftp http://127.0.0.1:1;ProxyPass /a http://{u}/x          | # the same;ProxyRemoteMatch ^ftp http://127.0.0.1:1;ProxyPass /a http://{u}/x          | 1
            ProxyRemoteMatch ^ftp http://127.0.0.1:1;ProxyPass /a http://{u}/x          | ProxyRemoteMatch ^ws http://127.0.0.1:1;ProxyPass /a http://{u}/x                      | 2
            """)
    void aRuleKeepsItsConnectionsIfNothingThatShapesThemChanged(String before, String after, int connections) throws Exception {
        try (RawUpstream upstream = keeping()) {
            write(before.replace("{u}", upstream.authority()).split(";"));
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                assertEquals(200, proxy.get("/a").status());
                proxy.awaitNothingLeased();
                write(after.replace("{u}", upstream.authority()).split(";"));
                assertTrue(proxy.reload());
                assertEquals(200, proxy.get("/a").status());
                assertEquals(connections, upstream.connections());
                if (connections > 1) assertTrue(upstream.awaitClosedConnection(), "the idle connection of the old pool is still open");
            }
        }
    }

    @Test
    void twoRulesThatReadTheSameKeepTheirConnectionsApart() throws Exception {
        try (RawUpstream upstream = keeping()) {
            String hosts = "<VirtualHost *>\nServerName a\nProxyPass /a http://{u}/\n</VirtualHost>\n<VirtualHost *>\nServerName b\nProxyPass /a http://{u}/\n</VirtualHost>\n".replace("{u}", upstream.authority());
            write(hosts);
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                for (int round = 1; round <= 3; round++) {
                    for (String host : List.of("a", "b")) assertEquals(200, proxy.ask("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").status());
                    proxy.awaitNothingLeased();
                    write("#".repeat(round) + "\n" + hosts);
                    assertTrue(proxy.reload());
                }
                assertEquals(2, upstream.connections());
            }
        }
    }

    @Test
    void aRequestInFlightFinishesUnderTheConfigurationItBeganWithAndThenItsConnectionIsClosed() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 peer.read();
                 goOn.await();
                 peer.send(RawUpstream.OK);
                 peer.read();
             })) {
            write("ProxyPass /a http://" + upstream.authority());
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file); RawClient client = new RawClient(proxy.port())) {
                client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
                upstream.await();
                write("# nothing left");
                assertTrue(proxy.reload());
                assertEquals(404, proxy.get("/a").status());
                write("ProxyPass /other http://" + upstream.authority());
                assertTrue(proxy.reload());
                goOn.countDown();
                assertEquals("ok", client.read().body());
                assertTrue(upstream.awaitClosedConnection(), "the connection is still open");
            }
        }
    }

    @Test
    void anErrorDocumentThatIsBeingFetchedArrivesAlthoughItsRuleIsRemovedMeanwhile() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            String denied = "<Location /secret>\nRequire all denied\n</Location>\nErrorDocument 403 /plain/held/document\n";
            write(denied, "ProxyPass /plain http://" + upstream.authority() + "/plain");
            ProxyFilter filter = watchedByHand();
            try (ProxyUnderTest proxy = ProxyUnderTest.of(filter)) {
                CompletableFuture<RawClient.Answer> answer = CompletableFuture.supplyAsync(() -> {
                    try {
                        return proxy.get("/secret");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                upstream.awaitSeen("/plain/held/document", 1);
                write(denied, "ProxyPass /other http://" + upstream.authority());
                assertTrue(proxy.reload());
                upstream.release("document");
                assertTrue(answer.get().body().contains("held"), () -> answer.join().toString());
            }
        }
    }

    @Test
    void aBadConfigurationIsRefusedWithAllItsProblemsAndTheOneBeforeGoesOn() throws Exception {
        try (RawUpstream upstream = keeping()) {
            String good = "ProxyPass /a http://" + upstream.authority();
            write(good);
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file); LogLines log = new LogLines("passmatch")) {
                write(good + " enableuse=on", "ProxyPas /b http://h/");
                assertFalse(proxy.reload());
                assertEquals(200, proxy.get("/a").status());
                log.await("(?s)proxy.conf:1:.*did you mean \"enablereuse\".*proxy.conf:2:1");
                Files.delete(file);
                assertFalse(proxy.reload());
                assertEquals(200, proxy.get("/a").status());
                write(good.replace("/a", "/b"));
                assertTrue(proxy.reload());
                assertEquals(200, proxy.get("/b").status());
            }
        }
    }

    @Test
    void changesOfTheFileAndOfWhatItIncludesAreSeenWithoutBeingTold() throws Exception {
        try (RawUpstream upstream = keeping()) {
            Path parts = Files.createDirectory(directory.resolve("parts"));
            write("IncludeOptional parts/*.conf");
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                assertEquals(404, proxy.get("/a").status());
                Files.writeString(parts.resolve("a.conf"), "ProxyPass /a http://" + upstream.authority() + "\n");
                await(proxy, "/a", 200);
                Files.writeString(parts.resolve("a.conf"), "ProxyPass /b http://" + upstream.authority() + "\n");
                await(proxy, "/b", 200);
                Files.writeString(parts.resolve("a.conf"), "ProxyPass /c http://" + upstream.authority() + " nonsense");
                Files.writeString(parts.resolve("a.conf"), "ProxyPass /c http://" + upstream.authority() + "\n");
                await(proxy, "/c", 200);
                Path other = Files.writeString(directory.resolve("other.conf"), "ProxyPass /d http://" + upstream.authority() + "\n");
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                await(proxy, "/d", 200);
                assertEquals(404, proxy.get("/c").status());
            }
        }
    }

    private static void await(ProxyUnderTest proxy, String path, int status) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (proxy.get(path).status() != status) {
            assertTrue(System.nanoTime() < end, () -> path + " never was " + status);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void whatIsInNoFileCannotChange() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a !")) {
            assertFalse(proxy.reload());
            assertNull(threads().stream().filter("passmatch-files"::equals).findAny().orElse(null));
        }
    }
}
