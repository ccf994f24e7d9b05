package io.github.passmatch.diagnose.figures;

/**
 * Sums up the requests that finished within one second.
 *
 * @param second       seconds since 1970
 * @param requests     number of requests
 * @param reused       of those, on a kept connection
 * @param opened       of those, on a new one
 * @param failed       of those, failed by the upstream
 * @param timed        of those, with a duration: all but tunnels
 * @param totalNanos   the sum of the durations
 * @param longestNanos the longest duration
 */
public record SecondCounts(long second, long requests, long reused, long opened, long failed, long timed, long totalNanos, long longestNanos) {

    /** The mean duration of a request in milliseconds. */
    public double meanMillis() {
        return timed == 0 ? 0 : totalNanos / 1e6 / timed;
    }

    /** The part of the connections that were kept ones, 0 to 1; 0 if there were none. */
    public double reuseRatio() {
        return reused + opened == 0 ? 0 : (double) reused / (reused + opened);
    }
}
