package io.github.passmatch.forward.container;

import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;

/**
 * Does what the Servlet API does not specify, for the container in which the filter runs. Chosen once, at start. Safe for concurrent use.
 *
 * <p>In the Servlet API, a filter can only throw an exception to stop an answer after the head was sent. Most containers then end the answer as if it were
 * complete, or even append an error page.
 */
public interface ServletContainer {

    /** The container of {@code context}; for an unknown container, only the Servlet API is used. */
    static ServletContainer of(ServletContext context) {
        ContainerTraits traits = ContainerTraits.of(context.getServerInfo());
        String name = context.getClass().getName();
        ClassLoader loader = context.getClass().getClassLoader();
        try {
            if (name.startsWith("org.eclipse.jetty.")) return new Jetty(traits, loader);
            if (name.startsWith("org.apache.catalina.")) return Reflection.exists("org.apache.coyote.ActionCode", loader) ? new Tomcat(traits, loader) : ReachableConnection.ofGrizzly(traits);
            if (name.startsWith("io.undertow.")) return ReachableConnection.ofUndertow(traits);
            if (name.startsWith("com.ibm.ws.") || name.startsWith("io.openliberty.")) return ReachableConnection.ofLiberty(traits);
            return new UnknownContainer(traits, context.getServerInfo() + " is not known");
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new UnknownContainer(traits, context.getServerInfo() + " is not as expected: " + e);
        }
    }

    /** How this container behaves. */
    ContainerTraits traits();

    /** One sentence for the log: how a client notices that an answer was cut, or that a client may not notice. */
    String cutting();

    /**
     * Ends an answer after the head and perhaps a part of the body was sent, so that the client can see that the answer is incomplete: closes the client's
     * connection, or resets the HTTP/2 stream. Called on the container's thread for this request. The filter returns after this call, or lets the
     * exception pass.
     *
     * @param clientResponse as the filter received it
     * @param why            already logged
     * @throws IOException an exception that this container does not log, if there is one
     */
    void cut(HttpServletResponse clientResponse, IOException why) throws IOException;

    /** Call after a request body could not be read: removes the error answer that the container has prepared, so that the filter can send another one. */
    default void keepAnswer(HttpServletRequest clientRequest, HttpServletResponse clientResponse) { }

    /** How connections of clients are switched to other protocols. */
    default ClientSwitch clientSwitch() {
        return new ServletSwitch(this);
    }

    /** Sends the end of the output to the client of a tunnel; false if that is not possible without the end of the input. */
    default boolean shutdownOutput(WebConnection connection) {
        return false;
    }

    /** Whether the container calls the {@code ReadListener} of a tunnel again and again after the client has ended its output. */
    default boolean pollsAfterEnd() {
        return false;
    }

    /** Closes the connection to the client of a tunnel. May wait. */
    default void close(WebConnection connection) {
        try {
            connection.close();
        } catch (Exception e) {
            Loggers.of(ServletContainer.class).debug("a tunnel could not be closed", e);
        }
    }

    /** How many bytes of a body the container keeps in its buffer, without sending and waiting, until the response is completed; 0 where that is not known. */
    default int buffered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return 0;
    }

    /**
     * Sets {@code Content-Type} or {@code Content-Language}, byte for byte as far as the container allows. Containers store the values of these fields separately
     * and would add a charset, or a language that an earlier filter has set.
     *
     * @param clientResponse as the filter received it
     */
    default void setContentField(HttpServletResponse clientResponse, String name, String value) {
        clientResponse.setHeader(name, value);
        if (!name.equalsIgnoreCase("Content-Type") || value.equals(clientResponse.getContentType())) return;
        try {
            clientResponse.setCharacterEncoding((String) null);
        } catch (RuntimeException e) {
            return;     // only Servlet 6.1 specifies that null removes the charset
        }
        clientResponse.setHeader(name, value);
    }
}
