/**
 * Read-only views of decisions and events: counters, logs, explanations, the status page. Nothing is decided here.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.Telemetry}, which the engine informs of every connection and every exchange, and at
 * {@link io.github.passmatch.diagnose.figures.RuleFigures}, which counts them for one rule; or at {@link io.github.passmatch.diagnose.explain.Explanation}, which says why one
 * request goes to which upstream. This package knows nothing of servlets and of the command line.
 *
 * <p>{@link io.github.passmatch.diagnose.status.Status} is the content of the status page, in three forms. Text that clients can influence is written by
 * {@link io.github.passmatch.diagnose.status.Html} or {@link io.github.passmatch.diagnose.figures.Json}, which escape it.
 */
package io.github.passmatch.diagnose;
