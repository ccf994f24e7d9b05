/**
 * Names whose addresses are members of a balancer: what is looked up ({@link io.github.passmatch.rules.naming.Lookup}), what a look-up has found
 * ({@link io.github.passmatch.rules.naming.NameAnswer}), and which addresses count after a look-up ({@link io.github.passmatch.rules.naming.NameState#after}). No sockets and no clock.
 */
package io.github.passmatch.rules.naming;
