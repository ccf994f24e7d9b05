package io.github.passmatch.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RawUpstream.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the attack list. After each attack, innocent requests must get their own answers, and the one connection that a rule may have must be free. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
public abstract class AttackContract {

    static final String NONCE = "X-Nonce";
    private static final int INNOCENT = 3;

    private final AtomicInteger nonces = new AtomicInteger();
    private final AtomicInteger inProgress = new AtomicInteger();
    private final AtomicInteger attacks = new AtomicInteger();
    private volatile UpstreamAttack current;
    private RawUpstream victim;
    private RawUpstream attacker;
    private UpgradeVictim switcher;
    private int port;

    /** Starts the proxy; returns its port. */
    protected abstract int start(String rules) throws Exception;

    /** Waits until no connection is in use, where that can be seen. */
    protected abstract void awaitNothingLeased();

    /** What the proxy runs in. */
    protected abstract String place();

    @BeforeAll
    void begin() throws Exception {
        victim = new RawUpstream(this::echo);
        attacker = new RawUpstream(this::attack);
        switcher = new UpgradeVictim();
        port = start("""
                ServerName proxy.test
                <Location /u/secret>
                  Require all denied
                </Location>
                RequestHeader unset Upgrade "expr=%%{REQUEST_URI} =~ m#^/unset/#"
                RewriteEngine  On
                RewriteCond    %%{HTTP:Origin} evil
                RewriteRule    ^/u/evil - [F]
                ProxyPass      /u     http://%3$s/u upgrade=websocket max=1 acquire=10s
                ProxyPass      /any   http://%3$s/any upgrade=ANY max=1 acquire=10s
                ProxyPass      /unset http://%3$s/u upgrade=websocket max=1 acquire=10s
                ProxyPass      /closed http://%3$s/x
                ProxyPass      /p http://%1$s/x max=1 acquire=10s
                ProxyPass      /smuggled http://%1$s/smuggled
                ProxyPassMatch ^/m/(.*)$ http://%1$s/y/$1 enablereuse=on
                ProxyPassMatch ^/q/(.*)$ http://%1$s/y?q=$1 enablereuse=on
                ProxyPassMatch ^/h/([^/]+)/(.*)$ http://$1/$2
                ProxyPass      /d http://%2$s/d max=1 acquire=10s
                """.formatted(victim.authority(), attacker.authority(), switcher.authority()));
    }

    @AfterAll
    void report() throws IOException {
        if (victim != null) victim.close();
        if (attacker != null) attacker.close();
        if (switcher != null) switcher.close();
        System.out.println("attack list, " + place() + ": " + attacks + " attacks, each followed by innocent requests: no cross-talk, nothing leased");
    }

    /** Answers every request with its nonce. */
    private void echo(RawUpstream.Peer peer) throws IOException {
        for (Request head = peer.readHead(); head != null; head = peer.readHead()) {
            inProgress.incrementAndGet();
            try {
                if (!peer.readBody(head).complete()) return;
            } finally {
                inProgress.decrementAndGet();
            }
            peer.send(answerTo(head));
        }
    }

    static String answerTo(Request request) {
        String nonce = request.field(NONCE) == null ? "none" : request.field(NONCE);
        return "HTTP/1.1 200 OK\r\nContent-Length: " + nonce.length() + "\r\n\r\n" + (request.method().equals("HEAD") ? "" : nonce);
    }

    private void attack(RawUpstream.Peer peer) throws IOException {
        for (Request request = peer.read(); request != null; request = peer.read()) {
            if (request.field(NONCE) != null) {
                peer.send(answerTo(request));
                continue;
            }
            peer.send(current.bytes());
            if (current.end() == UpstreamAttack.End.RESETS) peer.reset();
            if (current.end() != UpstreamAttack.End.STAYS) return;
        }
    }

    static Stream<ClientAttack> clientAttacks() {
        return ClientAttacks.all();
    }

    static Stream<UpstreamAttack> upstreamAttacks() {
        return UpstreamAttacks.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clientAttacks")
    void anAttackByAClientHarmsNobody(ClientAttack attack) throws Exception {
        int before = victim.requests().size();
        RawClient.Answer answer = answerTo(attack);
        String said = answer == null ? "nothing" : answer.toString();
        innocentRequestsGetTheirAnswers("/p/");
        settle();
        List<Request> seen = victim.requests().subList(before, victim.requests().size()).stream().filter(request -> request.field(NONCE) == null).toList();
        List<Request> whole = seen.stream().filter(Request::complete).toList();
        assertTrue(whole.stream().noneMatch(request -> request.target().startsWith(ClientAttack.SMUGGLED)), () -> "smuggled: " + whole);
        assertTrue(whole.size() <= (attack.outcome().mayPass ? 1 : 0), () -> "the upstream saw " + whole + ", the client got " + said);
        if (attack.outcome() == ClientAttack.Outcome.REFUSED || attack.outcome() == ClientAttack.Outcome.UNSEEN) assertEquals(List.of(), seen, "the upstream sees nothing");
        if (whole.isEmpty()) {
            assertTrue(attack.outcome().mayBeRefused, () -> "the client got " + said);
            assertTrue(answer == null || answer.status() >= 400 || attack.outcome() == ClientAttack.Outcome.UNSEEN, said);
        } else {
            attack.check().accept(whole.get(0));
            assertTrue(answer == null ? attack.outcome().mayBeRefused : answer.status() == 200, said);
        }
        attacks.incrementAndGet();
    }

    /** What must be refused is followed by the end of the client's side, so that nobody waits for more; else the answer is awaited first. */
    private RawClient.Answer answerTo(ClientAttack attack) throws IOException {
        try (RawClient client = new RawClient(port)) {
            try {
                client.send(attack.bytes());
                if (!attack.outcome().mayPass) client.shutdownOutput();
                RawClient.Answer answer = client.read();
                if (attack.outcome().mayPass) client.shutdownOutput();
                while (client.read() != null) { }
                return answer;
            } catch (IOException | RuntimeException e) {
                return null;        // reset because it was refused before all was sent, or an answer without head
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upstreamAttacks")
    void anAttackByAnUpstreamHarmsNobody(UpstreamAttack attack) throws Exception {
        innocentRequestsGetTheirAnswers("/d/");
        int before = attacker.requests().size();
        current = attack;
        try (RawClient client = new RawClient(port)) {
            boolean head = attack.method().equals("HEAD");
            client.send(attack.method() + " /d/attack HTTP/1.1\r\nHost: a\r\n\r\n");
            RawClient.Answer answer = client.read(head);
            while (answer != null && answer.status() < 200) answer = client.read(head);
            assertNotNull(answer, "the client gets an answer");
            assertEquals(attack.status(), answer.status());
            assertFalse(answer.toString().contains("evil") && !attack.bytes().contains("Set-Cookie"), answer::toString);
            if (attack.body() == null) assertFalse(answer.complete(), "what was cut looks cut");
            else assertEquals(attack.body(), answer.body());
            if (answer.complete()) innocentRequestGetsItsAnswer(client, "/d/");
        }
        innocentRequestsGetTheirAnswers("/d/");
        awaitNothingLeased();
        List<Request> seen = attacker.requests().subList(before, attacker.requests().size());
        List<Request> tries = seen.stream().filter(request -> request.field(NONCE) == null).toList();
        Request next = seen.stream().filter(request -> request.field(NONCE) != null).findFirst().orElseThrow();
        assertEquals(attack.keeps(), next.connection() == tries.get(tries.size() - 1).connection(), "whether the connection is used again");
        attacks.incrementAndGet();
    }

    static Stream<UpgradeAttack> upgradeAttacks() {
        return UpgradeAttacks.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upgradeAttacks")
    void anAttackWithASwitchOfProtocolsHarmsNobody(UpgradeAttack attack) throws Exception {
        switcher.expect(attack.answer());
        RawClient.Answer answer = answerTo(attack);
        String said = answer == null ? "nothing" : answer.toString();
        awaitNoSwitch();
        for (String path : List.of("/u/", "/any/")) innocentRequestsGetTheirAnswers(path);
        awaitNothingLeased();
        assertFalse(switcher.isUsedAgain(), "the connection is used again");
        assertEquals(attack.sent().isEmpty() ? List.of() : List.of(attack.sent()), switcher.tunnelled(), "the tunnel");
        switch (attack.outcome()) {
            case EXACTLY -> {
                assertEquals(attack.seen(), switcher.seen(), () -> "the client got " + said);
                assertTrue(answer != null && answer.status() == attack.status(), said);
            }
            case NO_TUNNEL -> assertTrue(switcher.seen().isEmpty() || switcher.seen().stream().allMatch(seen -> seen.endsWith(" -")), () -> switcher.seen().toString());
            case REFUSED -> {
                assertEquals(List.of(), switcher.seen());
                assertTrue(answer == null || answer.status() >= 400, said);
            }
        }
        attacks.incrementAndGet();
    }

    private RawClient.Answer answerTo(UpgradeAttack attack) throws IOException {
        try (RawClient client = new RawClient(port)) {
            try {
                client.send(attack.bytes());
                if (attack.outcome() == UpgradeAttack.Outcome.REFUSED) client.shutdownOutput();
                RawClient.Answer answer = client.read();
                if (answer != null && answer.status() == 101) {
                    assertEquals(attack.received(), new String(client.readBytes(attack.received().length()), ISO_8859_1));
                    for (String name : List.of("Content-Length", "Transfer-Encoding")) assertEquals(List.of(), answer.all(name));
                }
                client.shutdownOutput();
                while (client.read() != null) { }
                return answer;
            } catch (IOException e) {
                return null;        // reset because it was refused before all was sent
            }
        }
    }

    private void awaitNoSwitch() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (switcher.isSwitched() && System.nanoTime() - end < 0) LockSupport.parkNanos(1_000_000);
        assertFalse(switcher.isSwitched(), "a switched connection is open");
    }

    private void innocentRequestsGetTheirAnswers(String path) throws IOException {
        for (int i = 0; i < INNOCENT; i++) {
            try (RawClient client = new RawClient(port)) {
                innocentRequestGetsItsAnswer(client, path);
            }
        }
    }

    private void innocentRequestGetsItsAnswer(RawClient client, String path) throws IOException {
        String nonce = "nonce-" + nonces.incrementAndGet();
        RawClient.Answer answer = client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + NONCE + ": " + nonce + "\r\n\r\n").read();
        assertNotNull(answer, "an innocent request is answered");
        assertEquals(200, answer.status());
        assertEquals(nonce, answer.body());
    }

    /** Until the upstream has seen the end of all that was broken off. */
    private void settle() {
        awaitNothingLeased();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (inProgress.get() > 0 && System.nanoTime() - end < 0) LockSupport.parkNanos(1_000_000);
        assertEquals(0, inProgress.get(), "requests that the upstream still reads");
    }
}
