package io.github.passmatch.upstream.connect;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections that the pool has closed because they were idle for too long, so that the next requests that find it empty can say why. */
public final class Expired {

    private final AtomicInteger count = new AtomicInteger();

    /** The pool has closed a connection. One that belonged to a login is missed by nobody else. */
    public void note(UpstreamConnection connection, long now) {
        if (!connection.hasLogin() && connection.isOverdue(now)) count.incrementAndGet();
    }

    /** Whether a request would have got one of them. Each is missed by one request. */
    public boolean missesOne() {
        return count.get() > 0 && count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
