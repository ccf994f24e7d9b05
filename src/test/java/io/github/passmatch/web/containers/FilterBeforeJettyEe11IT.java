package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;

class FilterBeforeJettyEe11IT extends FilterBeforeContract {

    FilterBeforeJettyEe11IT() {
        super(Container.JETTY_EE11);
    }
}
