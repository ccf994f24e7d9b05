package io.github.passmatch.run.server;

/** How much fits into the heap. */
final class HeapBudget {

    /** What the server needs for itself, bytes. */
    private static final long BASE = 24L << 20;
    /** What a request in flight may need: one that waits 44 KB, one whose bodies are being passed on a buffer each way. */
    private static final long REQUEST = 96L << 10;
    /** A connection that rests needs a tenth of that. */
    private static final int CONNECTIONS_PER_REQUEST = 8;
    private static final int FEWEST = 64;

    private HeapBudget() { }

    /** So many requests may be in flight. */
    static int requests() {
        return requests(Runtime.getRuntime().maxMemory());
    }

    /** @param heap its largest size, bytes */
    static int requests(long heap) {
        return (int) Math.max(FEWEST, Math.min(Integer.MAX_VALUE / CONNECTIONS_PER_REQUEST, (heap - BASE) / REQUEST));
    }

    /** So many connections of clients may be open. */
    static int connections() {
        return requests() * CONNECTIONS_PER_REQUEST;
    }
}
