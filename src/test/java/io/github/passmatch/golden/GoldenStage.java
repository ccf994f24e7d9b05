package io.github.passmatch.golden;

import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A row together with the upstream that it asks for. */
public final class GoldenStage implements AutoCloseable {

    /** Some proxy that has been started with {@link #configuration()}. */
    @FunctionalInterface
    public interface Proxy {
        /** The final answer to these bytes, sent on a connection of their own; null if there is none. */
        RawClient.Answer ask(String raw) throws Exception;
    }

    private final GoldenRow row;
    private final CountDownLatch played = new CountDownLatch(1);
    private final RawUpstream upstream;

    public GoldenStage(GoldenRow row) throws IOException {
        this.row = row;
        upstream = row.upstreamResponse() == null ? RawUpstream.answering(RawUpstream.OK, false) : new RawUpstream(this::answer);
    }

    private void answer(RawUpstream.Peer peer) throws Exception {
        GoldenRow.Reply reply = row.upstreamResponse();
        for (RawUpstream.Request head = peer.readHead(); head != null; head = peer.readHead()) {
            // Who waits for an interim answer is given the final one, as the row says, and sends no body.
            if (head.field("Expect") != null) peer.note(head);
            else peer.readBody(head);
            if (reply.raw().equals("<silent>")) played.await(3, TimeUnit.SECONDS);
            else peer.send(GoldenRow.fill(reply.raw(), upstream.authority()));
            if (reply.close()) return;
        }
    }

    public GoldenRow row() {
        return row;
    }

    public RawUpstream upstream() {
        return upstream;
    }

    public String configuration() {
        return row.configuration(upstream.authority());
    }

    public String request() {
        return row.rawRequest(upstream.authority());
    }

    /** Sends the row's request as often as the row says; returns the last answer. */
    public RawClient.Answer play(Proxy proxy, String request) throws Exception {
        RawClient.Answer answer = null;
        try {
            for (int i = 0; i < row.times(); i++) answer = proxy.ask(request);
        } finally {
            played.countDown();
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        played.countDown();
        upstream.close();
    }
}
