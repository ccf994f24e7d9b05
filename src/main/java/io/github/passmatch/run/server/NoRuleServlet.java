package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Where standalone mode's filter chain ends: there is no webapp behind the filter, so what no rule takes is not found. */
final class NoRuleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final byte[] PAGE = "404 Not Found: no ProxyPass or ProxyPassMatch rule takes this path.\n".getBytes(UTF_8);

    private final transient Listener told;

    /** @param told is told of each request */
    NoRuleServlet(Listener told) {
        this.told = told;
    }

    /** Who is told. */
    @FunctionalInterface
    interface Listener {
        void tell(HttpServletRequest request);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setHeader("Content-Type", "text/plain;charset=utf-8");
        response.setContentLength(PAGE.length);
        response.getOutputStream().write(PAGE);
        told.tell(request);
    }
}
