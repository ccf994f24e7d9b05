package io.github.passmatch.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Serves the status page, and nothing else, at the address of {@code PassmatchStatusListen}. */
final class StatusServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<StatusPage> status;

    /** @param status returns a value when requests arrive */
    StatusServlet(Supplier<StatusPage> status) {
        this.status = status;
    }

    @Override
    protected void service(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        StatusPage page = status.get();
        if (page.isFor(clientRequest)) page.answer(clientRequest, clientResponse);
        else StatusPage.notFound(clientResponse);
    }
}
