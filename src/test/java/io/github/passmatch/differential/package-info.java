/**
 * The same directives and the same bytes through the machine's own httpd and through us; what both ends see must be equal, but for what a
 * {@link io.github.passmatch.differential.Departure} or a {@link io.github.passmatch.differential.Limit} explains. Start at {@code DifferentialTest}; everything depends on a seed.
 */
package io.github.passmatch.differential;
