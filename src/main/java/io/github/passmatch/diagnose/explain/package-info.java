/**
 * Says what happens to one request and why, without sending the request; and a probe that sends it.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.explain.Explanation}.
 */
package io.github.passmatch.diagnose.explain;
