/**
 * Spans of traces for the exchanges with upstreams, made by the {@code ObservationRegistry} of the application.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.trace.ExchangeSpan}.
 */
package io.github.passmatch.diagnose.trace;
