/**
 * Does TLS with the clients of {@code java -jar}. Begin with {@link FrontConnections}: the first bytes of a connection name the server ({@link ClientHello}), whose settings apply to the whole handshake
 * ({@link HostContext}). JSSE itself learns the name too late: protocols, suites and the demand for a certificate are fixed before.
 */
package io.github.passmatch.run.tls;
