/**
 * Balancers: which member gets a request, and why. Values ({@link io.github.passmatch.rules.balance.Balancer}, {@link io.github.passmatch.rules.balance.Member}),
 * the state of members ({@link io.github.passmatch.rules.balance.MemberState}), and the choice ({@link io.github.passmatch.rules.balance.Choice}). No sockets and no
 * clock: times are arguments, in milliseconds since 1970.
 *
 * <p>Start at {@link io.github.passmatch.rules.balance.Balancing#begin}: one {@link io.github.passmatch.rules.balance.Attempts} for each request, which chooses
 * a member, is told what became of the request, and chooses another member if this is allowed.
 *
 * <p>The candidates (lbset, spares, standbys, members in error) are computed only after a change, not for each request. Among the candidates,
 * a choice is one scan over arrays of numbers, which for one thousand candidates takes one or two microseconds. States belong to a balancer and a member URL, and are kept when a configuration
 * with the same member is read again ({@link io.github.passmatch.rules.balance.Balancings}).
 */
package io.github.passmatch.rules.balance;
