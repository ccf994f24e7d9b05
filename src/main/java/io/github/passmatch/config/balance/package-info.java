/**
 * Collects the directives about balancers: {@link io.github.passmatch.config.balance.BalancerDraft} for each balancer, {@link io.github.passmatch.config.balance.MemberDraft} for what only a member has.
 * Start at {@link io.github.passmatch.config.balance.BalancerParameters}, the table of the parameters of balancers.
 */
package io.github.passmatch.config.balance;
