package io.github.passmatch.forward.container;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes the connection of a client from the container, after the head of the response 101 has been sent. */
public interface ClientSwitch {

    /** The attribute of the ServletContext in which a server may put its own implementation. */
    String ATTRIBUTE = "io.github.passmatch.switch";

    /** The implementation of the server, if there is one; otherwise that of the Servlet API. */
    static ClientSwitch of(HttpServletRequest clientRequest, ServletContainer container) {
        return clientRequest.getServletContext().getAttribute(ATTRIBUTE) instanceof ClientSwitch own ? own : container.clientSwitch();
    }

    /** Whether the switch is possible only on the thread on which the container has called the filter, before the filter returns. */
    boolean needsContainerThread();

    /**
     * Prepares the switch. After the response, of which only the fields may be set after that, the container gives the connection to {@link TunnelOwner#begin}, on any thread.
     *
     * @throws ServletException if the container does not support this
     */
    void prepare(HttpServletRequest clientRequest, HttpServletResponse clientResponse, TunnelOwner tunnel) throws IOException, ServletException;
}
