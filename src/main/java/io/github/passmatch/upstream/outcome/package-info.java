/**
 * How an exchange ends: the verdicts on its connection, the failures, the phases, and what is reported about it.
 *
 * <p>Start at {@link io.github.passmatch.upstream.outcome.LeaseVerdict}.
 */
package io.github.passmatch.upstream.outcome;
