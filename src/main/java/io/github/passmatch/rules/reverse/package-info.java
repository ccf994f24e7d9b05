/**
 * {@code ProxyPassReverse} and its kin: URLs and cookies of an answer, mapped back for the client.
 *
 * <p>Start at {@link io.github.passmatch.rules.reverse.ReverseRules}.
 */
package io.github.passmatch.rules.reverse;
