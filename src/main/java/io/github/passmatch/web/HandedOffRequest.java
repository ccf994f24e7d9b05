package io.github.passmatch.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A request that continues after the filter has returned, and that can be dispatched to cut its answer: a container cuts a connection from its own thread only. */
final class HandedOffRequest extends HttpServletRequestWrapper {

    /** The request attribute with the exception for which an answer must be cut: the dispatch runs the filter again. */
    static final String CUT = "io.github.passmatch.cut";

    private final HttpServletResponse clientResponse;
    private final FailedRequests failedRequests;
    private volatile IOException failure;

    HandedOffRequest(HttpServletRequest request, HttpServletResponse clientResponse, FailedRequests failedRequests) {
        super(request);
        this.clientResponse = clientResponse;
        this.failedRequests = failedRequests;
    }

    /** Has the answer cut on a thread of the container. */
    void cut(AsyncContext async, Throwable why) {
        IOException cause = why instanceof IOException io ? io : new IOException(why);
        setAttribute(CUT, cause);
        failure = cause;
        async.dispatch("/");
    }

    /** If the filter is not mapped to ASYNC, the next filter or servlet that asks for the method cuts the answer. */
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
