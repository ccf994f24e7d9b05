/**
 * The embedded Jetty: threads, limits, logging, start and stop.
 *
 * <p>Start at {@link io.github.passmatch.run.server.StandaloneServer}.
 */
package io.github.passmatch.run.server;
