package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class TunnelJettyEe10IT extends TunnelContract {

    TunnelJettyEe10IT() {
        super(Container.JETTY_EE10);
    }
}
