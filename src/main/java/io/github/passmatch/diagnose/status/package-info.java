/**
 * Writes the status page as HTML, text and JSON.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.status.Status}.
 */
package io.github.passmatch.diagnose.status;
