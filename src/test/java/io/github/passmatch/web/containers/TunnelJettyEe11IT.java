package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class TunnelJettyEe11IT extends TunnelContract {

    TunnelJettyEe11IT() {
        super(Container.JETTY_EE11);
    }
}
