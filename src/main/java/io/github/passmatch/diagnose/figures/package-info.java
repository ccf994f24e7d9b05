/**
 * Counts what happens, rule by rule, and offers the counters to programs (Micrometer, JMX). Also holds what helps against each reason.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.figures.RuleFigures}.
 */
package io.github.passmatch.diagnose.figures;
