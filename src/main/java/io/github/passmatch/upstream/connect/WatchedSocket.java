package io.github.passmatch.upstream.connect;

import io.github.passmatch.upstream.http1.OneByte;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/** Gives HttpCore the input of a watched channel: first the bytes that the selector thread has received, then reads from the socket, in blocking mode. */
final class WatchedSocket extends SocketHolder {

    private final WatchedChannel watched;

    WatchedSocket(Socket socket, WatchedChannel watched) {
        super(socket);
        this.watched = watched;
    }

    WatchedSocket(SSLSocket tls, Socket below, WatchedChannel watched) {
        super(tls, below);
        this.watched = watched;
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
        InputStream in = super.getInputStream(socket);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return OneByte.of(this);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int taken = watched.take(buffer, offset, length);
                if (taken != 0 || length == 0) return taken;
                if (watched.block()) taken = watched.take(buffer, offset, length);      // the selector thread may have received bytes meanwhile
                return taken != 0 ? taken : in.read(buffer, offset, length);
            }

            @Override
            public int available() throws IOException {
                return watched.available() + in.available();
            }
        };
    }
}
