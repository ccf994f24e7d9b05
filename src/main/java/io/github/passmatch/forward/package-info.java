/**
 * One request from top to bottom: its head and body to the upstream, the answer's head and body back, and what to say when that fails.
 * Knows the Servlet API and the upstream package; knows nothing of configuration text or of a container's life cycle.
 *
 * <p>Start at {@link io.github.passmatch.forward.Forwarder}. The four messages have four names: {@code clientRequest},
 * {@code upstreamRequest}, {@code upstreamResponse}, {@code clientResponse}. A request stays on one thread.
 */
package io.github.passmatch.forward;
