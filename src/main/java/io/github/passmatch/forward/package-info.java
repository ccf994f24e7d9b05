/**
 * Forwards one request: head and body to the upstream, head and body of the answer to the client, and error answers.
 * Depends on the Servlet API and the upstream package; does not depend on configuration text or the life cycle of the container.
 *
 * <p>Start at {@link io.github.passmatch.forward.Forwarder}. The four messages have four names: {@code clientRequest},
 * {@code upstreamRequest}, {@code upstreamResponse}, {@code clientResponse}. A request stays on one thread.
 */
package io.github.passmatch.forward;
