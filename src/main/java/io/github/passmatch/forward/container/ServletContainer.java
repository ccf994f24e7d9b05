package io.github.passmatch.forward.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The container that the filter runs in, where containers differ and the Servlet API is silent. Chosen once, at start. Safe for concurrent use.
 *
 * <p>By the Servlet API an answer whose head is sent is given up by an exception. Most containers then end the answer as if it were whole, or even
 * append an error page.
 */
public interface ServletContainer {

    /** The container that {@code context} belongs to; one that knows nothing but the Servlet API if it is an unknown one. */
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

    /** What it does of itself. */
    ContainerTraits traits();

    /** In one sentence for the log, how a client learns that an answer was cut; says so where it may not. */
    String cutting();

    /**
     * Ends an answer of which the head and perhaps a part of the body is sent, so that the client can see that it is not whole: closes the client's
     * connection, or resets the stream of HTTP/2. Called on a thread of the container that serves this request. The filter ends after that, by the
     * exception if there is one.
     *
     * @param clientResponse as the filter got it
     * @param why            has been logged
     * @throws IOException the one that this container takes without a word in its log, where it has one
     */
    void cut(HttpServletResponse clientResponse, IOException why) throws IOException;

    /** After a request body could not be read: undoes what the container has done to the answer by itself, so that the filter can give its own. */
    default void keepAnswer(HttpServletRequest clientRequest, HttpServletResponse clientResponse) { }

    /** How many bytes of a body the container keeps in its buffer, without sending and waiting, until the response is completed; 0 where that is not known. */
    default int buffered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return 0;
    }

    /**
     * Sets {@code Content-Type} or {@code Content-Language}, byte for byte as far as the container allows. Containers keep what belongs to these fields in places
     * of their own, and would add a charset or put in a language that a filter before ours has set.
     *
     * @param clientResponse as the filter got it
     */
    default void setContentField(HttpServletResponse clientResponse, String name, String value) {
        clientResponse.setHeader(name, value);
        if (!name.equalsIgnoreCase("Content-Type") || value.equals(clientResponse.getContentType())) return;
        try {
            clientResponse.setCharacterEncoding((String) null);
        } catch (RuntimeException e) {
            return;     // before Servlet 6.1 it is not said that this takes the charset away
        }
        clientResponse.setHeader(name, value);
    }
}
