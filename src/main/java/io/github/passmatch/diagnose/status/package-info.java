/**
 * The status page: HTML, text, JSON.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.status.Status}.
 */
package io.github.passmatch.diagnose.status;
