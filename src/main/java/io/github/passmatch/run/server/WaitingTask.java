package io.github.passmatch.run.server;

import java.io.Closeable;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Handles a request on a thread that may wait.
 *
 * @param handling handles the request
 * @param callback is told if no thread takes the task
 */
record WaitingTask(Runnable handling, Callback callback) implements Invocable.Task, Closeable {

    @Override
    public void run() {
        handling.run();
    }

    @Override
    public void close() {
        callback.failed(new RejectedExecutionException("the server is stopping"));
    }
}
