/**
 * Health checks of members of balancers, as values: what is asked, when, and which responses pass. No sockets and no clock.
 *
 * <p>Start at {@link io.github.passmatch.rules.health.HealthCheck}. What the checks of one member have found is part of its state ({@code rules.balance}).
 */
package io.github.passmatch.rules.health;
