package io.github.passmatch.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Wraps a request that continues after the filter has returned. A dispatch of this request cuts the answer, because a container cuts a connection only on a thread of the container. */
final class HandedOffRequest extends HttpServletRequestWrapper {

    /** The request attribute with the exception because of which the answer must be cut. The dispatch runs the filter again, which reads the attribute. */
    static final String CUT = "io.github.passmatch.cut";

    private final HttpServletResponse clientResponse;
    private final FailedRequests failedRequests;
    private volatile IOException failure;

    HandedOffRequest(HttpServletRequest request, HttpServletResponse clientResponse, FailedRequests failedRequests) {
        super(request);
        this.clientResponse = clientResponse;
        this.failedRequests = failedRequests;
    }

    /** Cuts the answer on a thread of the container. */
    void cut(AsyncContext async, Throwable reason) {
        IOException cause = reason instanceof IOException io ? io : new IOException(reason);
        setAttribute(CUT, cause);
        failure = cause;
        async.dispatch("/");
    }

    /** If the filter is not mapped to ASYNC, the next filter or servlet that reads the method cuts the answer. */
    @Override
    public String getMethod() {
        if (failure == null) return super.getMethod();
        try {
            failedRequests.cut(clientResponse, failure);
        } catch (IOException e) {
            HandedOffRequest.<RuntimeException>throwUnchecked(e);     // the container does not log this exception
        }
        throw new UncheckedIOException(failure);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwUnchecked(IOException e) throws E {
        throw (E) (Exception) e;
    }
}
