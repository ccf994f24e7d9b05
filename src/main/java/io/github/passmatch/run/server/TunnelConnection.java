package io.github.passmatch.run.server;

import io.github.passmatch.forward.container.EndPointEnd;
import io.github.passmatch.forward.container.TunnelOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/** Represents a client connection that serves a tunnel. */
final class TunnelConnection extends AbstractConnection implements Connection.UpgradeTo {

    private final End end;

    TunnelConnection(EndPoint endPoint, Executor executor, TunnelOwner tunnel) {
        super(endPoint, executor);
        this.end = new End(tunnel);
    }

    @Override
    public void onUpgradeTo(ByteBuffer received) {
        end.received(received);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(-1);
        end.opened();
    }

    @Override
    public void onFillable() {
        end.readable();
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        end.unreadable();
    }

    /** The tunnel has its own limit. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        end.closed();
    }

    /** The server is being stopped. */
    void stop() {
        end.stopped();
    }

    private final class End extends EndPointEnd {
        private final Callback written = Callback.from(() -> written(null), this::written);

        private End(TunnelOwner tunnel) {
            super(tunnel);
        }

        @Override
        protected int fill(ByteBuffer buffer) throws IOException {
            return getEndPoint().fill(buffer);
        }

        @Override
        protected void fillInterested() {
            TunnelConnection.this.fillInterested();
        }

        @Override
        protected void send(ByteBuffer bytes) {
            getEndPoint().write(written, bytes);
        }

        @Override
        protected void endOutput() {
            getEndPoint().shutdownOutput();
        }

        @Override
        public void close() {
            getEndPoint().close();
        }
    }
}
