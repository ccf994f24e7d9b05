package io.github.passmatch.differential;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Stands behind the filter, as the documents of the server do in httpd: what arrives here, no rule has taken. */
final class Behind extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String MARK = "X-Behind";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setHeader(MARK, "1");
    }

    /** Whether it was this servlet that answered. */
    static boolean answered(Outcome outcome) {
        return outcome.answer() != null && outcome.answer().field(MARK) != null;
    }
}
