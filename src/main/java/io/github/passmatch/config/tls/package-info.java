/** Collects the lines about TLS, with upstreams ({@code SSLProxy*}) and with clients ({@code SSL*}), and reads the cipher strings of OpenSSL. Begin with {@link ServerTlsDraft} and {@link CipherChoice}. */
package io.github.passmatch.config.tls;
