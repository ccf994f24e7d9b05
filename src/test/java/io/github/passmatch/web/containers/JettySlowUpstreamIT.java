package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class JettySlowUpstreamIT extends SlowUpstreamContract {

    JettySlowUpstreamIT() {
        super(Container.JETTY_EE10);
    }
}
