/**
 * The access log of httpd: {@code LogFormat} and {@code CustomLog}.
 *
 * <p>Start at {@link io.github.passmatch.rules.log.LogFormat}, which writes a line, and at {@link io.github.passmatch.rules.log.LogDirective}, the table of the formats.
 */
package io.github.passmatch.rules.log;
