package io.github.passmatch.web;

import io.github.passmatch.forward.ErrorPage;
import io.github.passmatch.forward.ResponseCut;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.upstream.ClientGone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends requests whose forwarding ended by an exception. No exception reaches the container's own error handling, which would show it to the client. */
record FailedRequests(ServletContainer container) {

    private static final Logger LOG = LoggerFactory.getLogger(FailedRequests.class);

    /** Writes what nobody expected into the log. */
    void log(HttpServletRequest clientRequest, Throwable failure) {
        if (failure instanceof IOException) LOG.debug("{} ended early", clientRequest.getRequestURI(), failure);
        else LOG.error("{} failed", clientRequest.getRequestURI(), failure);
    }

    /** Whether no answer can be given any more. */
    boolean mustCut(HttpServletResponse clientResponse, Throwable failure) {
        return failure instanceof ResponseCut || failure instanceof ClientGone || clientResponse.isCommitted();
    }

    /**
     * Answers with 500, or cuts the answer where that is too late. Only on a thread of the container.
     *
     * @throws IOException the one that the container takes quietly; must leave the filter
     */
    void end(HttpServletRequest clientRequest, HttpServletResponse clientResponse, Throwable failure) throws IOException {
        if (failure instanceof VirtualMachineError error) throw error;
        log(clientRequest, failure);
        if (mustCut(clientResponse, failure)) cut(clientResponse, failure);
        else apologize(clientResponse);
    }

    private void apologize(HttpServletResponse clientResponse) throws IOException {
        try {
            ErrorPage.send(clientResponse, 500);
        } catch (IOException e) {
            cut(clientResponse, e);
        }
    }

    /** See {@link ServletContainer#cut}. */
    void cut(HttpServletResponse clientResponse, Throwable failure) throws IOException {
        container.cut(clientResponse, failure instanceof IOException io ? io : new IOException(failure));
    }
}
