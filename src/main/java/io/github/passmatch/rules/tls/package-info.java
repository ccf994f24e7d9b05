/** Says what TLS with clients is: the settings of a server, and what is known about the connection of a client. Begin with {@link ServerTls}. */
package io.github.passmatch.rules.tls;
