package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class JettyEe11IT extends DeployedWarContract {

    JettyEe11IT() {
        super(Container.JETTY_EE11);
    }
}
