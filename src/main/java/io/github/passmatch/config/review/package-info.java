/**
 * What strikes one when the rules are looked at as a whole: rules that never match, expressions that explode, traps.
 *
 * <p>Start at {@link io.github.passmatch.config.review.Review}.
 */
package io.github.passmatch.config.review;
