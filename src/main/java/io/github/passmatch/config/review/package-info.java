/**
 * Reviews all rules together: rules that never match, regular expressions that need too many steps, and common mistakes.
 *
 * <p>Start at {@link io.github.passmatch.config.review.Review}.
 */
package io.github.passmatch.config.review;
