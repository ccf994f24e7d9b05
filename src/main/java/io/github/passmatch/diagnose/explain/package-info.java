/**
 * What becomes of one request and why, without sending it; and a probe that does send it.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.explain.Explanation}.
 */
package io.github.passmatch.diagnose.explain;
