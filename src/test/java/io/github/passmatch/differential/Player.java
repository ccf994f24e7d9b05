package io.github.passmatch.differential;

import io.github.passmatch.differential.Scenario.Exchange;
import io.github.passmatch.differential.Scenario.Reply;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends a scenario's requests through one proxy, whose upstream it is, and keeps what both ends saw. */
final class Player implements AutoCloseable {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private final Scenario scenario;
    private final RawUpstream upstream;
    private final Semaphore closed = new Semaphore(0);
    private volatile Reply reply;
    private volatile CountDownLatch answered = new CountDownLatch(1);

    Player(Scenario scenario) throws IOException {
        this.scenario = scenario;
        upstream = new RawUpstream(this::answer);
    }

    String configuration() {
        return scenario.configuration(upstream.authority());
    }

    Scenario scenario() {
        return scenario;
    }

    private void answer(RawUpstream.Peer peer) throws Exception {
        for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
            Reply now = reply;
            String raw = now.raw();
            boolean waits = head.field("Expect") != null;
            if (waits && raw.startsWith(CONTINUE)) peer.send(CONTINUE);
            // Who waits for an interim answer and is given the final one sends no body.
            if (waits && !raw.startsWith(CONTINUE)) peer.note(head);
            else peer.readBody(head);
            if (raw.equals("<silent>")) answered.await(3, TimeUnit.SECONDS);
            else peer.send((waits && raw.startsWith(CONTINUE) ? raw.substring(CONTINUE.length()) : raw).replace("{upstream}", upstream.authority()));
            if (!now.close()) continue;
            peer.close();
            closed.release();
            return;
        }
    }

    /** Plays it against the proxy on that port. */
    List<Outcome> play(int port) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Exchange exchange : scenario.exchanges()) outcomes.add(play(exchange, port));
        return outcomes;
    }

    private Outcome play(Exchange exchange, int port) throws IOException, InterruptedException {
        reply = exchange.reply();
        answered = new CountDownLatch(1);
        int before = upstream.requests().size();
        List<Integer> interim = new ArrayList<>();
        RawClient.Answer answer;
        try (RawClient client = new RawClient(port)) {
            client.send(exchange.request().replace("{upstream}", upstream.authority()));
            boolean toHead = exchange.method().equals("HEAD");
            for (answer = client.read(toHead); answer != null && answer.status() < 200; answer = client.read(toHead)) interim.add(answer.status());
        }
        answered.countDown();
        List<RawUpstream.Request> seen = upstream.requests();
        seen = seen.subList(before, seen.size());
        // So that both proxies find out alike, at the next request, that a connection is gone.
        if (reply.close()) for (int i = 0; i < seen.size(); i++) closed.tryAcquire(10, TimeUnit.SECONDS);
        return new Outcome(seen, answer, interim).renamed(text -> text.replace(upstream.authority(), "{upstream}").replace(":" + port, ":{proxy}"));
    }

    @Override
    public void close() throws IOException {
        answered.countDown();
        upstream.close();
    }
}
