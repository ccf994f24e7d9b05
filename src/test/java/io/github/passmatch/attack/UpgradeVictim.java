package io.github.passmatch.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RawUpstream.Request;
import io.github.passmatch.testing.TunnelClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The upstream of the attacks with a switch of protocols: notes what it is sent, as requests and behind a switch. */
final class UpgradeVictim implements AutoCloseable {

    private static final String ORDINARY = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nordinary";

    private final RawUpstream upstream = new RawUpstream(this::play);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> tunnelled = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile String answer;
    private volatile int lastSwitched;
    private volatile int lastInnocent;

    UpgradeVictim() throws IOException { }

    String authority() {
        return upstream.authority();
    }

    /** @param next what the next request is answered with; null: a switch to what it asks for, or 200 */
    void expect(String next) {
        seen.clear();
        tunnelled.clear();
        lastSwitched = 0;
        answer = next;
    }

    /** Target, protocol and body of each request. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    /** What came on each connection behind a 101 of this upstream, if anything did. */
    List<String> tunnelled() {
        return List.copyOf(tunnelled);
    }

    /** Whether connections on which this upstream has sent 101 are open. */
    boolean isSwitched() {
        return open.get() > 0;
    }

    /** Whether an innocent request came on the connection of the last switch. */
    boolean isUsedAgain() {
        return lastSwitched != 0 && lastSwitched == lastInnocent;
    }

    private void play(RawUpstream.Peer peer) throws IOException {
        try {
            for (Request request = peer.readHead(); request != null; request = peer.readHead()) {
                if (request.field(AttackContract.NONCE) != null) {
                    lastInnocent = peer.number();
                    peer.send(AttackContract.answerTo(request));
                } else if (attacked(peer, peer.readBody(request))) return;
            }
        } catch (RuntimeException e) {
            tunnelled.add("no request: " + e);
        }
    }

    /** Whether the connection has ended. */
    private boolean attacked(RawUpstream.Peer peer, Request request) throws IOException {
        String protocol = request.field("Upgrade");
        if (request.complete()) seen.add(request.target() + ' ' + (protocol == null ? "-" : protocol) + (request.body().isEmpty() ? "" : ' ' + request.body()));
        String own = answer;
        answer = null;
        String sent = own != null ? own : protocol == null ? ORDINARY : TunnelClient.CONSENT.replace("websocket", protocol);
        if (!sent.startsWith("101", "HTTP/1.1 ".length())) {
            peer.send(sent);
            return sent.contains("close");
        }
        open.incrementAndGet();
        lastSwitched = peer.number();
        try {
            peer.send(sent);
            String more = new String(peer.readBytes(Integer.MAX_VALUE), ISO_8859_1);
            if (!more.isEmpty()) tunnelled.add(more);
        } finally {
            open.decrementAndGet();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
