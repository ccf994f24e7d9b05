/**
 * The client behind trusted proxies: {@code RemoteIPHeader} and the related directives of httpd's mod_remoteip.
 *
 * <p>Start at {@link io.github.passmatch.rules.client.RemoteIp}.
 */
package io.github.passmatch.rules.client;
