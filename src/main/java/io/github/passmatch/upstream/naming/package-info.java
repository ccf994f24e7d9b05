/**
 * Looks up the names whose addresses are members of balancers, again and again, on one thread of its own: {@link io.github.passmatch.upstream.naming.NameWatch}. No request and no selector thread waits
 * for a look-up. What a result means for the members is decided in {@code rules.naming} and {@code rules.balance}.
 *
 * <p>DNS is asked directly ({@link io.github.passmatch.upstream.naming.DnsResolver}), by the JDK's provider of JNDI: the JVM keeps the addresses of a name for 30 s by default, and does not look up SRV
 * records. dnsjava (600 KB) also knows the TTL of records, but its jar on the class path replaces the name resolution of the whole JVM from Java 18 on (a provider of {@code InetAddressResolverProvider}).
 */
package io.github.passmatch.upstream.naming;
