/**
 * Sends a request to a member of a balancer, and to another member if that is allowed. {@link io.github.passmatch.forward.member.MemberAttempts} joins the choice ({@code rules.balance}) with
 * the connections of the members ({@code upstream}).
 */
package io.github.passmatch.forward.member;
