package io.github.passmatch.forward.container;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Undertow, in WildFly and alone. After an exception it ends a chunked answer in order; its connection, which for HTTP/2 is the stream, can be closed. */
final class Undertow implements ServletContainer {

    private static final Logger LOG = LoggerFactory.getLogger(Undertow.class);

    private final ContainerTraits traits;
    private final Method exchange;
    private final Method connection;

    Undertow(ContainerTraits traits, ClassLoader loader) throws ReflectiveOperationException {
        this.traits = traits;
        exchange = Class.forName("io.undertow.servlet.spec.HttpServletResponseImpl", false, loader).getMethod("getExchange");
        connection = exchange.getReturnType().getMethod("getConnection");
    }

    @Override
    public ContainerTraits traits() {
        return traits;
    }

    @Override
    public String cutting() {
        return "an answer that breaks off closes the client's connection, or resets the stream of HTTP/2";
    }

    /** Nothing is thrown: Undertow would log it, and there is nobody left to hear it. */
    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        ServletResponse bare = Reflection.bare(clientResponse);
        try {
            bare.flushBuffer();
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        }
        try {
            ((Closeable) Reflection.call(connection, Reflection.call(exchange, bare))).close();
        } catch (ReflectiveOperationException | IllegalArgumentException | ClassCastException e) {
            LOG.debug("Undertow's connection cannot be reached behind {}", bare.getClass(), e);
            throw why;
        }
    }
}
