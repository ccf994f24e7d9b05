package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class RewrittenAddressJettyEe10IT extends RewrittenAddressContract {

    RewrittenAddressJettyEe10IT() {
        super(Container.JETTY_EE10);
    }
}
