/**
 * Waiting without a thread: selector threads that watch the connections to upstream servers, and read what arrives on them.
 *
 * <p>Start at {@link io.github.passmatch.upstream.reactor.WatchedChannel}, which says which thread may touch a channel when.
 */
package io.github.passmatch.upstream.reactor;
