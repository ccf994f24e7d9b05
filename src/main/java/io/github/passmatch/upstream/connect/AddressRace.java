package io.github.passmatch.upstream.connect;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Connects to the first of several addresses that accepts (RFC 8305 §5): if an address has not answered for 250 ms, the next one is tried at the same time; if an address refuses, the next one is
 * tried at once. Used by one thread; a different thread may close the race, which ends the connect.
 */
final class AddressRace implements Closeable {

    /** "Connection Attempt Delay" of RFC 8305, with its recommended value. */
    static final Duration STAGGER = Duration.ofMillis(250);

    private final Opener opener;
    private final Consumer<InetAddress> avoid;
    private final Selector selector = Selector.open();
    private final List<Started> started = new ArrayList<>();        // in progress, in the order of their begin
    private IOException last;

    /**
     * @param opener makes the channels
     * @param avoid  is told the addresses that failed, or were still silent when an address that was tried later had accepted
     */
    AddressRace(Opener opener, Consumer<InetAddress> avoid) throws IOException {
        this.opener = opener;
        this.avoid = avoid;
    }

    /** Makes a channel that is not connected yet. */
    @FunctionalInterface
    interface Opener {
        SocketChannel open(InetSocketAddress address) throws IOException;
    }

    private record Started(InetAddress address, SocketChannel channel) { }

    /**
     * Returns a connected channel in blocking mode; all others are closed.
     *
     * @throws IOException if no address accepts, or the race was closed
     */
    SocketChannel run(InetAddress[] candidates, int port) throws IOException {
        SocketChannel winner = null;
        try {
            winner = winner(candidates, port);
        } catch (ClosedSelectorException e) {
            throw new AsynchronousCloseException();
        } finally {
            end(winner);
        }
        winner.configureBlocking(true);
        return winner;
    }

    private SocketChannel winner(InetAddress[] candidates, int port) throws IOException {
        int next = 0;
        long nextBegin = System.nanoTime();
        while (true) {
            long wait = nextBegin - System.nanoTime();
            if (next < candidates.length && (wait <= 0 || started.isEmpty())) {
                if (begin(candidates[next++], port)) return started.get(started.size() - 1).channel;
                nextBegin = System.nanoTime() + STAGGER.toNanos();
            } else if (started.isEmpty()) {
                throw last;
            } else {
                selector.select(next < candidates.length ? Math.max(1, wait / 1_000_000) : 0);
                for (int i = started.size() - 1; i >= 0; i--) if (finish(started.get(i))) return started.get(i).channel;
                selector.selectedKeys().clear();
            }
        }
    }

    /** Returns whether the channel is connected at once. */
    private boolean begin(InetAddress candidate, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(candidate, port);
        Started begun = new Started(candidate, opener.open(address));
        started.add(begun);
        try {
            begun.channel.configureBlocking(false);
            if (begun.channel.connect(address)) return true;
            begun.channel.register(selector, SelectionKey.OP_CONNECT);
        } catch (IOException e) {
            failed(begun, e);
        }
        return false;
    }

    private boolean finish(Started begun) throws IOException {
        try {
            return begun.channel.finishConnect();
        } catch (IOException e) {
            failed(begun, e);
            return false;
        }
    }

    private void failed(Started begun, IOException why) throws IOException {
        last = why;
        avoid.accept(begun.address);
        started.remove(begun);
        begun.channel.close();
    }

    private void end(SocketChannel winner) throws IOException {
        selector.close();
        boolean tooSlow = winner != null;       // as long as the winner was not passed: they were begun earlier
        for (Started each : started) {
            if (each.channel == winner) tooSlow = false;
            else if (tooSlow) avoid.accept(each.address);
            if (each.channel != winner) each.channel.close();
        }
    }

    /** Ends the race. */
    @Override
    public void close() throws IOException {
        selector.close();
    }
}
