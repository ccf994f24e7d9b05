package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class RewrittenAddressJettyIT extends RewrittenAddressContract {

    RewrittenAddressJettyIT() {
        super(Container.JETTY_EE11);
    }
}
