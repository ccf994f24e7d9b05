/**
 * {@code ProxyPassReverse} and related directives: mapping of URLs and cookies in responses.
 *
 * <p>Start at {@link io.github.passmatch.rules.reverse.ReverseRules}.
 */
package io.github.passmatch.rules.reverse;
