package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class RarerPartsJettyIT extends RarerPartsContract {

    RarerPartsJettyIT() {
        super(Container.JETTY_EE11, true);
    }
}
