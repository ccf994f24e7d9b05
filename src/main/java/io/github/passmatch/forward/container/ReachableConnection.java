package io.github.passmatch.forward.container;

import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Cuts answers in containers that end an answer as if it were complete, or append an error page, after any exception. The client's connection is closed by
 * public methods of the container's objects, which are reached from the response.
 */
final class ReachableConnection implements ServletContainer {

    private static final Logger LOG = Loggers.of(ReachableConnection.class);

    private final ContainerTraits traits;
    private final String cutting;
    private final Closer closer;
    private final AtomicBoolean warned = new AtomicBoolean();

    private ReachableConnection(ContainerTraits traits, String cutting, Closer closer) {
        this.traits = traits;
        this.cutting = cutting;
        this.closer = closer;
    }

    /** Closes the connection below an answer. */
    @FunctionalInterface
    private interface Closer {
        void close(ServletResponse bare) throws ReflectiveOperationException, IOException;
    }

    /** Undertow, in WildFly and alone. For HTTP/2, Undertow's connection object is the stream. */
    static ServletContainer ofUndertow(ContainerTraits traits) {
        return new ReachableConnection(traits, "if an answer is incomplete, the client's connection is closed, or the HTTP/2 stream is reset",
                bare -> ((Closeable) Reflection.follow(bare, "getExchange", "getConnection")).close());
    }

    /** Payara and GlassFish: old servlet classes of Tomcat on connections of Grizzly. */
    static ServletContainer ofGrizzly(ContainerTraits traits) {
        return new ReachableConnection(traits, "if an answer is incomplete, the client's connection is closed, with all its HTTP/2 streams", bare ->
                Reflection.follow(Reflection.read(bare, "response"), "getCoyoteResponse", "getRequest", "getContext", "getConnection", "terminateSilently"));
    }

    /** Open Liberty and WebSphere Liberty. */
    static ServletContainer ofLiberty(ContainerTraits traits) {
        return new ReachableConnection(traits, "if an answer is incomplete, the client's connection is closed, or the HTTP/2 stream is reset", Liberty::close);
    }

    @Override
    public ContainerTraits traits() {
        return traits;
    }

    @Override
    public String cutting() {
        return cutting;
    }

    /** Throws nothing if the connection was closed: the container would log the exception, and no client is there for an error page. */
    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        ServletResponse bare = Reflection.bare(clientResponse);
        flush(bare);
        try {
            closer.close(bare);
        } catch (ReflectiveOperationException | RuntimeException e) {
            if (warned.compareAndSet(false, true)) LOG.warn("the client's connection cannot be accessed through {}: an incomplete answer may look complete to the client", bare.getClass(), e);
            throw why;
        }
    }

    /** The client gets the part of the answer that is still in the buffer. */
    private static void flush(ServletResponse bare) {
        try {
            bare.flushBuffer();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the client is gone", e);
        }
    }
}
