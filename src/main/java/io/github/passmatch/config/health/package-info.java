/**
 * Collects what health checks do: the values of the parameters {@code hc*}, and the names to which they refer ({@code ProxyHCExpr}, {@code ProxyHCTemplate}).
 */
package io.github.passmatch.config.health;
