/**
 * Servers, virtual hosts and sections, their settings, and the complete decision about one request.
 *
 * <p>Start at {@link io.github.passmatch.rules.server.ProxyConfig}.
 */
package io.github.passmatch.rules.server;
