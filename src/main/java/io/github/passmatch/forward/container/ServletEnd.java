package io.github.passmatch.forward.container;

import io.github.passmatch.upstream.reactor.TunnelEnd;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The client's end of a tunnel, by the Servlet API. The container tells of input ({@link ReadListener}), so that an idle tunnel has no thread. Only threads of the container read, because Tomcat looks at the
 * connection on its own threads at the same time. Writes wait: a {@code WriteListener} of Tomcat would not be called while another thread of the container is busy with the input.
 */
public final class ServletEnd implements HttpUpgradeHandler, TunnelEnd, ReadListener {

    /** How many threads of the container may wait at the same time, for {@link #awaitClose}. */
    static final int MOST_WAITING = 16;
    private static final Semaphore WAITING = new Semaphore(MOST_WAITING);

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch over = new CountDownLatch(1);
    private TunnelOwner tunnel;
    private ServletContainer container;
    private WebConnection connection;
    private ServletInputStream in;
    private ServletOutputStream out;
    private Runnable reader;
    private boolean ended;
    private volatile boolean closed;
    private volatile Thread asking;     // within isReady
    private Throwable failure;

    /** For the container. */
    public ServletEnd() { }

    /** Some containers call {@link #init} before this. */
    void serve(TunnelOwner served, ServletContainer of) throws IOException {
        WebConnection switched;
        lock.lock();
        try {
            container = of;
            tunnel = served;
            switched = connection;
        } finally {
            lock.unlock();
        }
        if (switched != null) start();
    }

    @Override
    public void init(WebConnection switched) {
        boolean ready;
        lock.lock();
        try {
            connection = switched;
            ready = tunnel != null;
        } finally {
            lock.unlock();
        }
        try {
            if (ready) start();
        } catch (IOException e) {
            tunnel.lost();
        }
    }

    private void start() throws IOException {
        in = connection.getInputStream();
        out = connection.getOutputStream();
        in.setReadListener(this);
        tunnel.begin(this);
    }

    @Override
    public boolean needsThreads() {
        return true;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        throwFailure();
        if (hasEnded()) return -1;
        if (!isReady()) return in.isFinished() || hasEnded() ? -1 : 0;
        int read = in.read(buffer);
        if (read < 0) end(null);
        return read;
    }

    @Override
    public void whenReadable(Runnable then) {
        lock.lock();
        try {
            reader = ended || closed || failure != null ? null : then;
            if (reader == null) {
                then.run();
                return;
            }
        } finally {
            lock.unlock();
        }
        if (isReady() || in.isFinished()) resume();
    }

    /** Tomcat calls {@link #onError} within this call if the client has ended its output. */
    private boolean isReady() {
        asking = Thread.currentThread();
        try {
            return in.isReady();
        } finally {
            asking = null;
        }
    }

    private void resume() {
        Runnable resumed;
        lock.lock();
        try {
            resumed = reader;
            reader = null;
        } finally {
            lock.unlock();
        }
        if (resumed != null) resumed.run();
    }

    private void throwFailure() throws IOException {
        lock.lock();
        try {
            if (closed) throw new IOException("the connection was closed");
            if (failure != null) throw new IOException(failure);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** @param cause null if the client has ended its output */
    private void end(Throwable cause) {
        lock.lock();
        try {
            if (cause == null) ended = true;
            else failure = cause;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDataAvailable() {
        resume();
        awaitClose();
    }

    @Override
    public void onAllDataRead() {
        end(null);
        resume();
        awaitClose();
    }

    /** Tomcat reports the end of the input as an error. */
    @Override
    public void onError(Throwable cause) {
        end(cause instanceof EOFException ? null : cause);
        resume();
        awaitClose();
    }

    /** After the client has ended its output, Tomcat would call again at once and without end, which takes a whole processor. So the thread waits until the tunnel has ended, once the end was passed on; if too many wait, the tunnel ends now. */
    private void awaitClose() {
        if (!container.pollsAfterEnd() || !hasEnded() || closed || Thread.currentThread().equals(asking)) return;
        if (!WAITING.tryAcquire()) {
            tunnel.lost();
            return;
        }
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            WAITING.release();
        }
    }

    @Override
    public boolean write(byte[] buffer, int length) throws IOException {
        throwFailure();
        out.write(buffer, 0, length);
        out.flush();
        return true;
    }

    @Override
    public void whenWritten(Runnable then) {
        then.run();
    }

    @Override
    public boolean shutdownOutput() {
        return container.shutdownOutput(connection);
    }

    @Override
    public void close() {
        closed = true;
        container.close(connection);
        over.countDown();
        resume();
    }

    @Override
    public void destroy() {
        if (tunnel != null) tunnel.lost();
    }
}
