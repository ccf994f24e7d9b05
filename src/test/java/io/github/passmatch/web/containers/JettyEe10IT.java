package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class JettyEe10IT extends DeployedWarContract {

    JettyEe10IT() {
        super(Container.JETTY_EE10);
    }
}
