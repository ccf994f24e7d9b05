/**
 * The responses to errors: {@code ErrorDocument} and {@code ProxyErrorOverride}.
 *
 * <p>Start at {@link io.github.passmatch.rules.error.ErrorPolicy}.
 */
package io.github.passmatch.rules.error;
