package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers 404 at the end of the filter chain in standalone mode, where no webapp follows the filter: for requests that no rule matches. */
final class NoRuleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final byte[] PAGE = "404 Not Found: no ProxyPass or ProxyPassMatch rule matches this path.\n".getBytes(UTF_8);

    private final transient Listener listener;

    /** @param listener called for each request */
    NoRuleServlet(Listener listener) {
        this.listener = listener;
    }

    /** Called for each request that no rule matches. */
    @FunctionalInterface
    interface Listener {
        void notFound(HttpServletRequest request);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setHeader("Content-Type", "text/plain;charset=utf-8");
        response.setContentLength(PAGE.length);
        response.getOutputStream().write(PAGE);
        listener.notFound(request);
    }
}
