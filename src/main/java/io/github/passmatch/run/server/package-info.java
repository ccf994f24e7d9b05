/**
 * The embedded Jetty: threads, limits, logging, start and stop.
 *
 * <p>Start at {@link io.github.passmatch.run.server.StandaloneServer}.
 *
 * <p><b>Threads.</b> A thread of Jetty's selector reads the request of a client, runs the filter, and sends the request to the upstream, if no step can wait. The same selector watches the connections to
 * upstreams ({@link io.github.passmatch.run.server.ServerSelectors}), and passes a short response on. So a short request on a kept connection needs one thread, and no wake-up of another thread.
 * {@link io.github.passmatch.run.server.ServerThread} runs this code, and the tasks that Jetty gives to its executor meanwhile. Whatever may wait goes to a different thread before it waits: requests whose body
 * has not been received yet in {@link io.github.passmatch.run.server.RequestGate}, everything else (a new connection to a name, a TLS handshake, a long response, the status page) in {@code web.ThreadHandOff}.
 * The events of a connection go to other threads during the TLS handshake, and always with HTTP/2 ({@link io.github.passmatch.run.tls.HandshakeEndPoint}).
 * Measured on two cores with JDK 17, 64 clients and small responses, beside other load: 0.67 of the CPU time per request of a server whose threads wait.
 */
package io.github.passmatch.run.server;
