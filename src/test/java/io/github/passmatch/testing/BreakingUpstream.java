package io.github.passmatch.testing;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An upstream whose answers break off when the test says so. */
public final class BreakingUpstream implements AutoCloseable {

    /** So much of each answer comes. */
    public static final String HALF = "half-of-the-body";

    private static final int LARGE = 50_000_000;

    private final Semaphore breaks = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private final RawUpstream upstream = new RawUpstream(this::play);

    public BreakingUpstream() throws IOException { }

    /** Ways to break off, by the last segment of the path. */
    public enum Way {
        /** Within a body with {@code Content-Length}. */
        LENGTH("Content-Length: 200\r\n\r\n" + HALF),
        /** Between two chunks. */
        CHUNKS("Transfer-Encoding: chunked\r\n\r\n10\r\n" + HALF + "\r\n"),
        /** Before the empty line that ends a chunked body. */
        LAST_LINE("Transfer-Encoding: chunked\r\n\r\n10\r\n" + HALF + "\r\n"),
        /** By reset, within a body that only the end of the connection ends. */
        RESET("\r\n" + HALF);

        private final String rest;

        Way(String rest) {
            this.rest = rest;
        }
    }

    private void play(RawUpstream.Peer peer) throws Exception {
        for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
            String last = request.target().substring(request.target().lastIndexOf('/') + 1);
            switch (last) {
                case "held" -> {
                    released.await(60, TimeUnit.SECONDS);
                    peer.send(RawUpstream.OK);
                }
                case "large" -> peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n" + "z".repeat(LARGE));
                case "whole" -> {
                    peer.send("HTTP/1.1 200 OK\r\n\r\n" + HALF);
                    return;
                }
                case "next" -> peer.send(RawUpstream.OK);
                default -> {
                    breakOff(peer, Way.valueOf(last));
                    return;
                }
            }
        }
    }

    private void breakOff(RawUpstream.Peer peer, Way way) throws Exception {
        peer.send("HTTP/1.1 200 OK\r\n" + way.rest);
        breaks.tryAcquire(30, TimeUnit.SECONDS);
        if (way == Way.LAST_LINE) peer.send("0\r\n");
        if (way == Way.RESET) peer.reset();
    }

    /** Breaks off the answer that is on its way. */
    public void breakOff() {
        breaks.release();
    }

    /** Answers those that are held, now and from now on. */
    public void release() {
        released.countDown();
    }

    /** What it was asked. */
    public RawUpstream raw() {
        return upstream;
    }

    @Override
    public void close() throws IOException {
        released.countDown();
        upstream.close();
    }
}
