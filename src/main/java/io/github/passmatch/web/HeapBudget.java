package io.github.passmatch.web;

/** Calculates how many requests and client connections the heap can hold: in {@code java -jar}, and, for requests that wait without a thread, in a container too. */
public final class HeapBudget {

    /** Bytes that the server needs without requests. */
    private static final long BASE = 24L << 20;
    /** Bytes that a request in flight may need: 15 KB while it waits; one buffer in each direction while bodies are passed on. */
    private static final long REQUEST = 96L << 10;
    /** An idle connection needs a tenth of a request in flight. */
    private static final int CONNECTIONS_PER_REQUEST = 8;
    private static final int MIN_REQUESTS = 64;

    private HeapBudget() { }

    /** The maximum number of requests in flight. */
    public static int requests() {
        return requests(Runtime.getRuntime().maxMemory());
    }

    /** @param heap maximum size, bytes */
    public static int requests(long heap) {
        return (int) Math.max(MIN_REQUESTS, Math.min(Integer.MAX_VALUE / CONNECTIONS_PER_REQUEST, (heap - BASE) / REQUEST));
    }

    /** The maximum number of open client connections. */
    public static int connections() {
        return requests() * CONNECTIONS_PER_REQUEST;
    }
}
