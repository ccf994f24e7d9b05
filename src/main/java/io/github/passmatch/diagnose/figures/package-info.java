/**
 * What is counted, rule by rule, and where it is shown to programs: Micrometer and JMX; what helps against each reason.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.figures.RuleFigures}.
 */
package io.github.passmatch.diagnose.figures;
