package io.github.passmatch.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A listener that takes no more connections, because its queue is full: connects to it hang. */
public final class FullListener implements AutoCloseable {

    private static final int ENOUGH = 64;
    private static final int PATIENCE_MILLIS = 200;

    private final ServerSocket listener;
    private final List<Socket> fillers = new ArrayList<>();

    public FullListener() throws IOException {
        this("127.0.0.1", 0);
    }

    public FullListener(String address, int port) throws IOException {
        listener = new ServerSocket(port, 1, InetAddress.getByName(address));
        for (int i = 0; i < ENOUGH; i++) if (!fill()) return;
        throw new AssertionError("its queue does not fill");
    }

    private boolean fill() throws IOException {
        Socket socket = new Socket();
        fillers.add(socket);
        try {
            socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), PATIENCE_MILLIS);
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket filler : fillers) filler.close();
    }
}
