package io.github.passmatch.bench;

/**
 * What the clients saw.
 *
 * @param seconds how long they asked
 * @param p50     microseconds
 * @param p99     microseconds
 * @param errors  answers other than 2xx and 3xx, and failures of sockets
 */
record Load(long requests, double seconds, double p50, double p99, long errors) {

    double perSecond() {
        return requests / seconds;
    }
}
