package io.github.passmatch.forward.container;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Constructor;

/** Jetty closes the connection, or resets the stream, after any exception. The one that says the client is gone is not logged. */
final class Jetty implements ServletContainer {

    private final ContainerTraits traits;
    private final Constructor<?> eof;

    Jetty(ContainerTraits traits, ClassLoader loader) throws ReflectiveOperationException {
        this.traits = traits;
        eof = Reflection.exception("org.eclipse.jetty.io.EofException", loader);
    }

    @Override
    public ContainerTraits traits() {
        return traits;
    }

    @Override
    public String cutting() {
        return "an answer that breaks off closes the client's connection, or resets the stream of HTTP/2";
    }

    @Override
    public void cut(HttpServletResponse clientResponse, IOException why) throws IOException {
        try {
            throw (IOException) eof.newInstance(why.getMessage());
        } catch (ReflectiveOperationException e) {
            throw why;
        }
    }

    /** A write of more than a fourth of the buffer is not collected but sent. By HTTP/2, only the field tells the length, and Jetty sends as soon as it is reached. */
    @Override
    public int buffered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return clientRequest.getProtocol().startsWith("HTTP/1") ? clientResponse.getBufferSize() / 4 : 0;
    }

    /** Jetty writes media types that it knows in its own spelling; the fields below those of the servlet API stay as they are. */
    @Override
    public void setContentField(HttpServletResponse clientResponse, String name, String value) {
        ServletContainer.super.setContentField(clientResponse, name, value);
        if (!name.equalsIgnoreCase("Content-Type") || value.equals(clientResponse.getContentType())) return;
        Object servletFields = PublicMethods.call(Reflection.bare(clientResponse), "getServletResponseInfo");
        Object fields = PublicMethods.call(PublicMethods.call(servletFields, "getWrapped"), "getHeaders");
        PublicMethods.call(fields, "put", name, value);
    }
}
