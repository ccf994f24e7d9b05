/**
 * Passes bytes on between a client and an upstream after a switch of protocols (101), in both directions and without a look at them. Start at {@link io.github.passmatch.forward.tunnel.ByteTunnel}.
 * {@link io.github.passmatch.forward.container.ClientSwitch} takes the client's connection from the container: by the Servlet API, or from Jetty.
 */
package io.github.passmatch.forward.tunnel;
