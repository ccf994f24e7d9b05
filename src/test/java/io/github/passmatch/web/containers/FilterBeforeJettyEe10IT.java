package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class FilterBeforeJettyEe10IT extends FilterBeforeContract {

    FilterBeforeJettyEe10IT() {
        super(Container.JETTY_EE10);
    }
}
