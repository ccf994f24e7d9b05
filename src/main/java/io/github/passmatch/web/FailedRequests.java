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

/** Ends requests after an exception. No exception reaches the error handling of the container, which would show the exception to the client. */
record FailedRequests(ServletContainer container, LineLimit errors) {

    private static final Logger LOG = Loggers.of(FailedRequests.class);

    FailedRequests(ServletContainer container) {
        this(container, new LineLimit());
    }

    /** Writes an unexpected exception into the log. */
    void log(HttpServletRequest clientRequest, Throwable failure) {
        if (failure instanceof IOException) LOG.debug("{} ended early", clientRequest.getRequestURI(), failure);
        else logError(clientRequest, failure);
    }

    /** Logs the first error with a stack trace, and only counts errors that follow quickly. */
    private void logError(HttpServletRequest clientRequest, Throwable failure) {
        long count = errors.event(System.nanoTime());
        if (count > 0 && Descriptors.ranOut(failure)) LOG.error("{} failed: {}{}", clientRequest.getRequestURI(), Descriptors.words(), LineLimit.times(count));
        else if (count == 1) LOG.error("{} failed", clientRequest.getRequestURI(), failure);
        else if (count > 1) LOG.error("{} failed: {}{}", clientRequest.getRequestURI(), failure, LineLimit.times(count));
        else LOG.debug("{} failed", clientRequest.getRequestURI(), failure);
    }

    /** Whether it is too late to send an error answer. */
    boolean mustCut(HttpServletResponse clientResponse, Throwable failure) {
        return failure instanceof ResponseCut || failure instanceof ClientGone || clientResponse.isCommitted();
    }

    /**
     * Answers with 500 (503 if no file descriptor was left), or cuts the answer if it is too late for an error answer. Only on a thread of the container.
     *
     * @throws IOException an exception that the container does not log; must leave the filter
     */
    void end(HttpServletRequest clientRequest, HttpServletResponse clientResponse, Throwable failure) throws IOException {
        log(clientRequest, failure);
        if (mustCut(clientResponse, failure)) cut(clientResponse, failure);
        else sendErrorPage(clientResponse, failure);
    }

    private void sendErrorPage(HttpServletResponse clientResponse, Throwable failure) throws IOException {
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
