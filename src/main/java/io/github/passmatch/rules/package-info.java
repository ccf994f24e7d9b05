/**
 * The configuration as values, and the decision about one request: server, sections, variables and rule. Pure values and functions: no
 * I/O, nothing outside the JDK.
 *
 * <p>Paths, regular expressions and target URLs are held as <em>byte strings</em>: one {@code char} from 0 to 255 for
 * each byte of the UTF-8 text ({@link io.github.passmatch.rules.Bytes}), because httpd matches and escapes bytes.
 *
 * <p>Start at {@link io.github.passmatch.rules.server.ProxyConfig#serverFor} and {@link io.github.passmatch.rules.server.ServerConfig#decide}, which leads to {@link io.github.passmatch.rules.match.RuleSet#match}. Everything here is
 * immutable and safe to share, except {@link io.github.passmatch.rules.environment.Environment}, which belongs to one request.
 */
package io.github.passmatch.rules;
