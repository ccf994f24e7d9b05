/**
 * Servers, virtual hosts and sections, what holds in each of them, and the whole decision about one request.
 *
 * <p>Start at {@link io.github.passmatch.rules.server.ProxyConfig}.
 */
package io.github.passmatch.rules.server;
