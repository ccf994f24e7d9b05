package io.github.passmatch.web;

import io.github.passmatch.forward.answer.ErrorPage;
import io.github.passmatch.forward.answer.ResponseCut;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.upstream.log.LineLimit;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.Descriptors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;

/** Ends requests whose forwarding ended by an exception. No exception reaches the container's own error handling, which would show it to the client. */
record FailedRequests(ServletContainer container, LineLimit faults) {

    private static final Logger LOG = Loggers.of(FailedRequests.class);

    FailedRequests(ServletContainer container) {
        this(container, new LineLimit());
    }

    /** Writes what nobody expected into the log. */
    void log(HttpServletRequest clientRequest, Throwable failure) {
        if (failure instanceof IOException) LOG.debug("{} ended early", clientRequest.getRequestURI(), failure);
        else logFault(clientRequest, failure);
    }

    /** The first with its stack trace; a flood of them is counted. */
    private void logFault(HttpServletRequest clientRequest, Throwable failure) {
        long count = faults.event(System.nanoTime());
        if (count > 0 && Descriptors.ranOut(failure)) LOG.error("{} failed: {}{}", clientRequest.getRequestURI(), Descriptors.words(), LineLimit.times(count));
        else if (count == 1) LOG.error("{} failed", clientRequest.getRequestURI(), failure);
        else if (count > 1) LOG.error("{} failed: {}{}", clientRequest.getRequestURI(), failure, LineLimit.times(count));
        else LOG.debug("{} failed", clientRequest.getRequestURI(), failure);
    }

    /** Whether no answer can be given any more. */
    boolean mustCut(HttpServletResponse clientResponse, Throwable failure) {
        return failure instanceof ResponseCut || failure instanceof ClientGone || clientResponse.isCommitted();
    }

    /**
     * Answers with 500 (503 where no file descriptor was left), or cuts the answer where that is too late. Only on a thread of the container.
     *
     * @throws IOException the one that the container takes quietly; must leave the filter
     */
    void end(HttpServletRequest clientRequest, HttpServletResponse clientResponse, Throwable failure) throws IOException {
        log(clientRequest, failure);
        if (mustCut(clientResponse, failure)) cut(clientResponse, failure);
        else apologize(clientResponse, failure);
    }

    private void apologize(HttpServletResponse clientResponse, Throwable failure) throws IOException {
        try {
            if (Descriptors.ranOut(failure)) ErrorPage.sendBusy(clientResponse);
            else ErrorPage.send(clientResponse, 500);
        } catch (IOException e) {
            cut(clientResponse, e);
        }
    }

    /** See {@link ServletContainer#cut}. */
    void cut(HttpServletResponse clientResponse, Throwable failure) throws IOException {
        container.cut(clientResponse, failure instanceof IOException io ? io : new IOException(failure));
    }
}
