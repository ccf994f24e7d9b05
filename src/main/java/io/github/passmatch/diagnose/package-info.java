/**
 * Read-only views: what was decided and what happened, counted and told. Nothing is decided here a second time.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.Telemetry}, which the engine tells of every connection and every exchange, and at
 * {@link io.github.passmatch.diagnose.figures.RuleFigures}, which counts them for one rule; or at {@link io.github.passmatch.diagnose.explain.Explanation}: why one
 * request goes where it goes. Knows nothing of servlets and of the command line.
 *
 * <p>{@link io.github.passmatch.diagnose.status.Status} is what the status page shows, in three forms. Whatever strangers can put into it is written by
 * {@link io.github.passmatch.diagnose.status.Html} or {@link io.github.passmatch.diagnose.figures.Json}, which escape it.
 */
package io.github.passmatch.diagnose;
