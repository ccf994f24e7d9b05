package io.github.passmatch.forward.container;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Uses {@code HttpServletRequest.upgrade}. */
record ServletSwitch(ServletContainer container) implements ClientSwitch {

    @Override
    public boolean needsContainerThread() {
        return true;
    }

    @Override
    public void prepare(HttpServletRequest clientRequest, HttpServletResponse clientResponse, TunnelOwner tunnel) throws IOException, ServletException {
        clientRequest.upgrade(ServletEnd.class).serve(tunnel, container);
    }
}
